/**
 * At most `count` rows of a history that is too long for a Gaussian process: half of them the lowest costs, the rest spread evenly over the
 * others in the order of their costs, so that the process still knows where not to go. In the order of the history.
 */
export function modelSubset(targets: Float64Array, count: number): number[] {
  const rows = Array.from(targets, (_, row) => row)
  if (rows.length <= count) return rows
  const byCost = rows.sort((a, b) => (targets[a] as number) - (targets[b] as number) || a - b)
  const lowest = Math.ceil(count / 2)
  const rest = count - lowest
  const chosen = byCost.slice(0, lowest)
  for (let k = 0; k < rest; k++) chosen.push(byCost[lowest + Math.floor(((byCost.length - lowest) * (k + 0.5)) / rest)] as number)
  return chosen.sort((a, b) => a - b)
}
