import { pointsOf, type TrialRows, trialsOf } from './trial-rows.ts'

/** What is known of one configuration; where trials have budgets, of one at one budget. */
export interface Observation {
  readonly point: Float64Array
  /** Mean costs of its trials that succeeded with finite costs, one an objective; null while none did. */
  readonly costs: Float64Array | null
  /** Whether no trial of it failed: 1; or all did: 0; or some. */
  readonly successShare: number
  /** Mean of the logarithms of its trials' durations in ms; NaN when none is known. */
  readonly logDuration: number
  /** Where trials have budgets: how great the budget was, 1 for the greatest. */
  readonly fidelity?: number
  /** What it cost on which instances; where models learn from instances' features. */
  readonly cells?: ObservedCells
}

/** Instances, by their place among the scenario's, and what each cost on the mean; infinite where no trial succeeded. */
export interface ObservedCells {
  readonly instances: Int32Array
  readonly costs: Float64Array
}

/** What was observed of each configuration, in the order in which they were first told; what is learnt is added to it. */
export interface ObservationTable {
  learn(rows: TrialRows): void
  readonly all: readonly Observation[]
}

interface Tally extends Observation {
  costs: Float64Array | null
  successShare: number
  logDuration: number
  /** Null: its costs are those of one trial. */
  sums: Float64Array | null
  trials: number
  successes: number
  timed: number
  logDurations: number
}

/** Where every configuration is run under the same conditions. */
export class Observations implements ObservationTable {
  readonly #dimensions: number
  readonly #objectives: number
  readonly #all: Tally[] = []

  constructor(dimensions: number, objectives: number) {
    this.#dimensions = dimensions
    this.#objectives = objectives
  }

  get all(): readonly Observation[] {
    return this.#all
  }

  learn(rows: TrialRows): void {
    for (const point of pointsOf(rows.points, this.#dimensions)) {
      const counts = { sums: null, trials: 0, successes: 0, timed: 0, logDurations: 0 }
      this.#all.push({ point, costs: null, successShare: 0, logDuration: Number.NaN, ...counts })
    }
    for (const { configuration, costs, logDuration } of trialsOf(rows, this.#objectives)) {
      const tally = this.#all[configuration] as Tally
      if (!Number.isNaN(logDuration)) {
        tally.timed++
        tally.logDurations += logDuration
        tally.logDuration = tally.logDurations / tally.timed
      }
      tally.trials++
      if (costs !== null) addCosts(tally, costs)
      tally.successShare = tally.successes / tally.trials
    }
  }
}

function addCosts(tally: Tally, costs: Float64Array): void {
  tally.successes++
  if (tally.costs === null) {
    tally.costs = costs
    return
  }
  const sums = (tally.sums ?? tally.costs).map((sum, objective) => sum + (costs[objective] as number))
  tally.sums = sums
  tally.costs = sums.map((sum) => sum / tally.successes)
}
