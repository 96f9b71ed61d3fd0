/**
 * The volume that points dominate, up to a reference point, for any number of objectives; lower is better. Slices the last objective and
 * adds up the slices' own volumes (Fonseca, Paquete and López-Ibáñez, "An Improved Dimension-Sweep Algorithm for the Hypervolume Indicator", 2006,
 * section III, without its pruning): fit for fronts of some hundred points.
 */
export function hypervolume(points: readonly (readonly number[])[], reference: readonly number[]): number {
  const inside = points.filter((point) => reference.every((limit, objective) => (point[objective] as number) < limit))
  return volume(inside, reference, reference.length)
}

function volume(points: readonly (readonly number[])[], reference: readonly number[], objectives: number): number {
  if (points.length === 0) return 0
  const last = objectives - 1
  const limit = reference[last] as number
  if (objectives === 1) return limit - Math.min(...points.map((point) => point[0] as number))
  const sorted = [...points].sort((a, b) => (a[last] as number) - (b[last] as number))
  let sum = 0
  for (const [rank, point] of sorted.entries()) {
    const next = (sorted[rank + 1]?.[last] ?? limit) as number
    const height = next - (point[last] as number)
    if (height > 0) sum += height * volume(sorted.slice(0, rank + 1), reference, last)
  }
  return sum
}
