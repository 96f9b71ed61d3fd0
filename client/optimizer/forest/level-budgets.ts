import type { Observation } from '../model/observations.ts'
import { TableCells } from '../model/table-cells.ts'

/**
 * Costs without what a budget adds to every configuration's cost (a two-way layout, of configurations that were run at several): trees are not
 * spent on telling budgets apart, and what is said of the greatest budget comes from all of them.
 */
export function levelBudgets(observations: readonly Observation[], costs: Float64Array): Float64Array {
  const columns = [...new Set(observations.map(({ fidelity = 1 }) => fidelity))]
  if (columns.length < 2) return costs
  const rows = new Map<Float64Array, (number | null)[]>()
  const column = Int32Array.from(observations, ({ fidelity = 1 }) => columns.indexOf(fidelity))
  for (const [at, { point }] of observations.entries()) {
    const row = rows.get(point) ?? new Array<number | null>(columns.length).fill(null)
    rows.set(point, row)
    row[column[at] as number] = costs[at] as number
  }
  const { columnEffects } = new TableCells([...rows.values()]).effects()
  return costs.map((cost, at) => cost - (columnEffects[column[at] as number] as number))
}
