/** Finished trials as numbers, in the order in which they were told: all that models learn from, and fit to be sent to another thread. */
export interface TrialRows {
  /** Features of the configurations that come for the first time, one row each. They are numbered from 0 in this order, over all rows there were. */
  readonly points: Float64Array
  /** By trial: the number of its configuration. */
  readonly configurations: Int32Array
  /** The number of its instance; having none counts as one. */
  readonly instances: Int32Array
  /** NaN: none. */
  readonly budgets: Float64Array
  /** As many a trial as there are objectives; NaN where it failed. */
  readonly costs: Float64Array
  /** NaN: not known. */
  readonly logDurations: Float64Array
}

interface TrialRow {
  readonly configuration: number
  readonly instance: number
  readonly budget: number | null
  /** Null where it failed. */
  readonly costs: Float64Array | null
  readonly logDuration: number
}

/** One after the other. */
export function* trialsOf(rows: TrialRows, objectives: number): Generator<TrialRow> {
  for (const [at, configuration] of rows.configurations.entries()) {
    const costs = rows.costs.subarray(at * objectives, (at + 1) * objectives)
    const budget = rows.budgets[at] as number
    yield {
      configuration,
      instance: rows.instances[at] as number,
      budget: Number.isNaN(budget) ? null : budget,
      costs: Number.isNaN(costs[0]) ? null : costs,
      logDuration: rows.logDurations[at] as number,
    }
  }
}

/** Features in rows of so many, as a point each. */
export function pointsOf(points: Float64Array, dimensions: number): readonly Float64Array[] {
  return Array.from({ length: points.length / dimensions }, (_, row) => points.subarray(row * dimensions, (row + 1) * dimensions))
}
