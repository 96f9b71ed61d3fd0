import { standardised } from '../model/model-targets.ts'
import type { Scalarization } from './scalarization.ts'

/** The weighted mean of the objectives, each first brought to mean 0 and variance 1 (SMAC: `MeanAggregationStrategy`). Default: equal weights. */
export function meanAggregation(weights?: readonly number[]): Scalarization {
  return {
    name: weights === undefined ? 'mean of the objectives' : `mean of the objectives, weighted ${weights.join(' : ')}`,
    isFixed: true,
    combine(columns) {
      const [first = new Float64Array(0)] = columns
      if (columns.length === 1) return first
      return standardised(
        first.map((_, row) => columns.reduce((sum, column, objective) => sum + (weights?.[objective] ?? 1) * (column[row] as number), 0)),
      )
    },
  }
}
