import { hasCost } from '../../../contract/has-cost.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../../contract/trial.ts'
import { configurationKey } from '../../space/index.ts'
import type { FeatureSpace } from './feature-space.ts'

/** What is known of one configuration. */
export interface Observation<C extends Configuration = Configuration> {
  readonly configuration: C
  readonly point: Float64Array
  /** Mean costs of its trials that succeeded with finite costs, one an objective; null while none did. */
  readonly costs: Float64Array | null
  /** Whether no trial of it failed: 1; or all did: 0; or some. */
  readonly successShare: number
  /** Mean of the logarithms of its trials' durations in ms; NaN when none is known. */
  readonly logDuration: number
  /** What it cost on which instances; where models learn from instances' features. */
  readonly cells?: ObservedCells
}

/** Instances, by their place among the scenario's, and what each cost on the mean; infinite where no trial succeeded. */
export interface ObservedCells {
  readonly instances: Int32Array
  readonly costs: Float64Array
}

interface Tally<C extends Configuration> extends Observation<C> {
  costs: Float64Array | null
  successShare: number
  logDuration: number
  readonly sums: Float64Array
  trials: number
  successes: number
  timed: number
  logDurations: number
}

/** The finished trials, configuration by configuration, in the order in which they were first told. */
export class Observations<C extends Configuration = Configuration> {
  readonly #features: FeatureSpace<C>
  readonly #objectives: number
  readonly #byKey = new Map<string, Tally<C>>()
  readonly #all: Tally<C>[] = []
  #version = 0

  constructor(features: FeatureSpace<C>, objectives: number) {
    this.#features = features
    this.#objectives = objectives
  }

  /** Distinct configurations. */
  get length(): number {
    return this.#all.length
  }

  /** Goes up with every trial. */
  get version(): number {
    return this.#version
  }

  get all(): readonly Observation<C>[] {
    return this.#all
  }

  /** The configuration must be legal. */
  told({ configuration }: TrialInfo, { status, cost, runtimeMs }: TrialValue): void {
    const tally = this.#tally(configuration as C)
    this.#version++
    if (runtimeMs > 0) {
      tally.timed++
      tally.logDurations += Math.log(runtimeMs)
      tally.logDuration = tally.logDurations / tally.timed
    }
    const costs = typeof cost === 'number' ? [cost] : cost
    const isSuccess = hasCost(status) && costs.length === this.#objectives && costs.every(Number.isFinite)
    tally.trials++
    if (isSuccess) tally.successes++
    tally.successShare = tally.successes / tally.trials
    if (!isSuccess) return
    for (const [objective, each] of costs.entries()) tally.sums[objective] = (tally.sums[objective] as number) + each
    tally.costs = tally.sums.map((sum) => sum / tally.successes)
  }

  #tally(configuration: C): Tally<C> {
    const key = configurationKey(configuration)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const sums = new Float64Array(this.#objectives)
    const point = this.#features.encode(configuration)
    const counts = { sums, trials: 0, successes: 0, timed: 0, logDurations: 0 }
    const tally: Tally<C> = { configuration, point, costs: null, successShare: 0, logDuration: Number.NaN, ...counts }
    this.#byKey.set(key, tally)
    this.#all.push(tally)
    return tally
  }
}
