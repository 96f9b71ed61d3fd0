/**
 * What a front of two objectives does not dominate, below a reference point, in strips side by side: strip k lies between `sides[k]` and
 * `sides[k + 1]` of the first objective (the first begins at −∞) and below `ceilings[k]` of the second.
 */
export interface Staircase {
  readonly sides: Float64Array
  readonly ceilings: Float64Array
}

/** The points may be in any order, dominated or beyond the reference. Lower is better. */
export function staircase(points: readonly (readonly [number, number])[], reference: readonly [number, number]): Staircase {
  const [right, top] = reference
  const sorted = points.filter(([x, y]) => x < right && y < top).sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const sides = [Number.NEGATIVE_INFINITY]
  const ceilings = [top]
  for (const [x, y] of sorted) {
    if (y >= (ceilings.at(-1) as number)) continue
    sides.push(x)
    ceilings.push(y)
  }
  sides.push(right)
  return { sides: Float64Array.from(sides), ceilings: Float64Array.from(ceilings) }
}
