import type { StatusType } from '../../contract/status.ts'
import type { TrialInfo } from '../../contract/trial.ts'
import { GrowingColumn } from './growing-column.ts'
import type { TrialOutcome } from './trial-outcome.ts'

/** The finished trials in columns: some 70 bytes each, and 8 an objective. */
export class TrialTable {
  readonly #objectives: number
  readonly #instanceNames: string[] = []
  readonly #instanceIds = new Map<string, number>()
  readonly #configuration = new GrowingColumn(Int32Array)
  readonly #instance = new GrowingColumn(Int32Array)
  /** NaN: none. So for budgets. */
  readonly #seed = new GrowingColumn(Float64Array)
  readonly #budget = new GrowingColumn(Float64Array)
  readonly #status = new GrowingColumn(Uint8Array)
  readonly #attempt = new GrowingColumn(Uint16Array)
  readonly #cost = new GrowingColumn(Float64Array)
  readonly #runtimeMs = new GrowingColumn(Float64Array)
  readonly #cpuTimeMs = new GrowingColumn(Float64Array)
  readonly #startedAt = new GrowingColumn(Float64Array)
  readonly #endedAt = new GrowingColumn(Float64Array)

  constructor(objectives: number) {
    this.#objectives = objectives
  }

  get length(): number {
    return this.#configuration.length
  }

  push(configurationId: number, info: TrialInfo, outcome: TrialOutcome, costs: readonly number[]): void {
    this.#configuration.push(configurationId)
    this.#instance.push(this.#instanceId(info.instance ?? null))
    this.#seed.push(info.seed ?? Number.NaN)
    this.#budget.push(info.budget ?? Number.NaN)
    this.#status.push(outcome.status)
    this.#attempt.push(outcome.attempt)
    for (const cost of costs) this.#cost.push(cost)
    this.#runtimeMs.push(outcome.runtimeMs)
    this.#cpuTimeMs.push(outcome.cpuTimeMs)
    this.#startedAt.push(outcome.startedAt)
    this.#endedAt.push(outcome.endedAt)
  }

  configurationId(row: number): number {
    return this.#configuration.at(row)
  }

  /** The instance's number, -1 for none. */
  instanceId(row: number): number {
    return this.#instance.at(row)
  }

  instance(row: number): string | null {
    return this.#instanceNames[this.#instance.at(row)] ?? null
  }

  seed(row: number): number | null {
    return orNull(this.#seed.at(row))
  }

  budget(row: number): number | null {
    return orNull(this.#budget.at(row))
  }

  status(row: number): StatusType {
    return this.#status.at(row) as StatusType
  }

  cost(row: number, objective: number): number {
    return this.#cost.at(row * this.#objectives + objective)
  }

  endedAt(row: number): number {
    return this.#endedAt.at(row)
  }

  outcome(row: number): TrialOutcome {
    const costs = Array.from({ length: this.#objectives }, (_, objective) => this.cost(row, objective))
    return {
      status: this.status(row),
      cost: this.#objectives === 1 ? (costs[0] as number) : costs,
      runtimeMs: this.#runtimeMs.at(row),
      cpuTimeMs: this.#cpuTimeMs.at(row),
      startedAt: this.#startedAt.at(row),
      endedAt: this.#endedAt.at(row),
      attempt: this.#attempt.at(row),
    }
  }

  #instanceId(instance: string | null): number {
    if (instance === null) return -1
    const known = this.#instanceIds.get(instance)
    if (known !== undefined) return known
    this.#instanceIds.set(instance, this.#instanceNames.length)
    return this.#instanceNames.push(instance) - 1
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
