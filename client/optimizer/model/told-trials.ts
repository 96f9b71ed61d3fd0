import { hasCost } from '../../../contract/has-cost.ts'
import type { TrialInfo, TrialValue } from '../../../contract/trial.ts'
import { GrowingColumn } from '../../history/index.ts'
import type { TrialRows } from './trial-rows.ts'

/** The finished trials in columns of numbers, some 40 bytes each beside the features of their configurations; read from where a reader stopped. */
export class ToldTrials {
  readonly #objectives: number
  readonly #instanceNumbers: Map<string | null, number>
  /** By the number that the caller gives a configuration: its row of the points. */
  readonly #rows: number[] = []
  #configurations = 0
  readonly #point = new GrowingColumn(Float64Array)
  readonly #configuration = new GrowingColumn(Int32Array)
  readonly #instance = new GrowingColumn(Int32Array)
  readonly #budget = new GrowingColumn(Float64Array)
  readonly #cost = new GrowingColumn(Float64Array)
  readonly #logDuration = new GrowingColumn(Float64Array)

  /** `instances`: those that have the first numbers; others are numbered as they come. */
  constructor(objectives: number, instances: readonly string[] = []) {
    this.#objectives = objectives
    this.#instanceNumbers = new Map(instances.map((instance, number) => [instance, number]))
  }

  get length(): number {
    return this.#configuration.length
  }

  /** Distinct configurations. */
  get configurations(): number {
    return this.#configurations
  }

  /** `configuration`: any number that tells it apart; `point`: its features. */
  add(configuration: number, point: Float64Array, { instance = null, budget = null }: TrialInfo, value: TrialValue): void {
    const { status, cost, runtimeMs } = value
    const row = this.#rows[configuration] ?? this.#configurations
    if (row === this.#configurations) {
      this.#rows[configuration] = this.#configurations++
      for (const feature of point) this.#point.push(feature)
    }
    this.#configuration.push(row)
    this.#instance.push(this.#numberOf(instance))
    this.#budget.push(budget ?? Number.NaN)
    this.#logDuration.push(runtimeMs > 0 ? Math.log(runtimeMs) : Number.NaN)
    const costs = typeof cost === 'number' ? [cost] : cost
    const isSuccess = hasCost(status) && costs.length === this.#objectives && costs.every(Number.isFinite)
    for (let objective = 0; objective < this.#objectives; objective++)
      this.#cost.push(isSuccess ? (costs[objective] as number) : Number.NaN)
  }

  /** Gives at each call what was added since the one before. */
  reader(): () => TrialRows {
    let [points, trials, costs] = [0, 0, 0]
    return () => {
      const rows = {
        points: this.#point.slice(points),
        configurations: this.#configuration.slice(trials),
        instances: this.#instance.slice(trials),
        budgets: this.#budget.slice(trials),
        costs: this.#cost.slice(costs),
        logDurations: this.#logDuration.slice(trials),
      }
      points = this.#point.length
      trials = this.length
      costs = this.#cost.length
      return rows
    }
  }

  #numberOf(instance: string | null): number {
    const known = this.#instanceNumbers.get(instance)
    if (known !== undefined) return known
    this.#instanceNumbers.set(instance, this.#instanceNumbers.size)
    return this.#instanceNumbers.size - 1
  }
}
