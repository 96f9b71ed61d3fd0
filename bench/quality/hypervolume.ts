/** The area that points of two costs dominate below a reference point. */
export function hypervolume(points: readonly (readonly number[])[], [right, top]: readonly [number, number]): number {
  const inside = points.flatMap(([x, y]) => (x !== undefined && y !== undefined && x < right && y < top ? [{ x, y }] : []))
  let area = 0
  let height = top
  for (const { x, y } of inside.sort((a, b) => a.x - b.x || a.y - b.y)) {
    if (y >= height) continue
    area += (right - x) * (height - y)
    height = y
  }
  return area
}
