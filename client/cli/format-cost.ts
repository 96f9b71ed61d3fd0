/** Six significant digits at most: `3.14159`, `1.5e-7`, `[2.1, 40]`, `infinite`. */
export function formatCost(cost: number | readonly number[]): string {
  if (typeof cost !== 'number') return `[${cost.map(formatCost).join(', ')}]`
  if (!Number.isFinite(cost)) return cost > 0 ? 'infinite' : String(cost)
  return String(Number(cost.toPrecision(6)))
}
