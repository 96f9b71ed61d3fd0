import type { Cities } from './cities.ts'

/**
 * Takes the shortest edges first, as long as no city gets three and no round trip closes; then joins the paths that came out,
 * from the end of each on to the nearest end of another.
 */
export function greedyTour(cities: Cities): number[] {
  const joined: number[][] = Array.from({ length: cities.size }, () => [])
  const otherEnd = Array.from({ length: cities.size }, (_, city) => city)

  for (const [from, to] of candidateEdges(cities)) {
    const [fromEdges, toEdges] = [joined[from], joined[to]]
    if (fromEdges === undefined || toEdges === undefined || fromEdges.length === 2 || toEdges.length === 2) continue
    if (otherEnd[from] === to) continue
    const [fromEnd, toEnd] = [otherEnd[from] ?? from, otherEnd[to] ?? to]
    fromEdges.push(to)
    toEdges.push(from)
    otherEnd[fromEnd] = toEnd
    otherEnd[toEnd] = fromEnd
  }
  return joinPaths(cities, joined, otherEnd)
}

/** The edges of the neighbour lists, shortest first, each once. */
function candidateEdges(cities: Cities): [number, number][] {
  const edges = new Map<number, [number, number]>()
  for (let city = 0; city < cities.size; city++) {
    for (let rank = 0; rank < cities.listed; rank++) {
      const near = cities.neighbour(city, rank)
      const [low, high] = city < near ? [city, near] : [near, city]
      edges.set(low * cities.size + high, [low, high])
    }
  }
  return Array.from(edges.values()).sort((a, b) => cities.distance(...a) - cities.distance(...b) || a[0] - b[0] || a[1] - b[1])
}

function joinPaths(cities: Cities, joined: readonly (readonly number[])[], otherEnd: readonly number[]): number[] {
  const ends = new Set(Array.from(joined.keys()).filter((city) => (joined[city]?.length ?? 0) < 2))
  const order: number[] = []
  let here = ends.values().next().value
  while (here !== undefined) {
    const last: number = otherEnd[here] ?? here
    ends.delete(here)
    ends.delete(last)
    for (let city: number | undefined = here, before = -1; city !== undefined; ) {
      order.push(city)
      const after: number | undefined = joined[city]?.find((next) => next !== before)
      before = city
      city = before === last ? undefined : after
    }
    here = undefined
    for (const end of ends) {
      if (here === undefined || cities.distance(last, end) < cities.distance(last, here)) here = end
    }
  }
  return order
}
