import type { Observation } from '../model/observations.ts'

/**
 * At most `count` rows of a history that is too long for a Gaussian process, in its order. Where trials have budgets, those of the greatest budgets
 * first; of one budget half the lowest costs, the rest spread evenly over the others in the order of their costs, so that the process
 * still knows where not to go.
 */
export function modelSubset(observations: readonly Observation[], costs: Float64Array, count: number): number[] {
  const byFidelity = new Map<number, number[]>()
  for (const [row, { fidelity = 1 }] of observations.entries()) {
    const rows = byFidelity.get(fidelity)
    if (rows === undefined) byFidelity.set(fidelity, [row])
    else rows.push(row)
  }
  const chosen: number[] = []
  for (const [, rows] of [...byFidelity].sort(([a], [b]) => b - a)) chosen.push(...atOneBudget(rows, costs, count - chosen.length))
  return chosen.sort((a, b) => a - b)
}

function atOneBudget(rows: readonly number[], costs: Float64Array, count: number): readonly number[] {
  if (rows.length <= count) return rows
  const byCost = [...rows].sort((a, b) => (costs[a] as number) - (costs[b] as number) || a - b)
  const lowest = Math.ceil(count / 2)
  const rest = count - lowest
  const chosen = byCost.slice(0, lowest)
  for (let k = 0; k < rest; k++) chosen.push(byCost[lowest + Math.floor(((byCost.length - lowest) * (k + 0.5)) / rest)] as number)
  return chosen
}
