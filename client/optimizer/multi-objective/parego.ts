import type { Random } from '../../space/index.ts'
import { standardised } from '../model/model-targets.ts'
import type { Scalarization } from './scalarization.ts'

/** How much the sum of the objectives counts beside the worst of them. */
const RHO = 0.05

/**
 * The augmented Chebyshev norm of the objectives, each scaled to 0–1, under weights that are drawn anew for every proposal
 * (Knowles, "ParEGO: A Hybrid Algorithm with On-Line Landscape Approximation for Expensive Multiobjective Optimization Problems", 2006, equation 2).
 */
export const parego: Scalarization = {
  name: 'ParEGO',
  isFixed: false,
  combine(columns, random) {
    const weights = drawWeights(columns.length, random)
    const scaled = columns.map(toUnit)
    const [first = new Float64Array(0)] = scaled
    return standardised(
      first.map((_, row) => {
        let worst = 0
        let sum = 0
        for (const [objective, column] of scaled.entries()) {
          const weighted = (weights[objective] as number) * (column[row] as number)
          worst = Math.max(worst, weighted)
          sum += weighted
        }
        return worst + RHO * sum
      }),
    )
  },
}

/** Uniform on the simplex. */
function drawWeights(count: number, random: Random): number[] {
  const parts = Array.from({ length: count }, () => -Math.log(1 - random.float()))
  const sum = parts.reduce((total, part) => total + part, 0)
  return parts.map((part) => part / sum)
}

function toUnit(column: Float64Array): Float64Array {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of column) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const width = most > least ? most - least : 1
  return column.map((value) => (value - least) / width)
}
