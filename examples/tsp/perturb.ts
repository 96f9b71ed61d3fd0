import type { HeuristicParameters } from './heuristic-parameters.ts'
import type { Search } from './search.ts'
import type { SeededRandom } from './seeded-random.ts'

/**
 * Kicks the tour out of its local optimum by one random change among neighbouring segments of 1 to `reach` cities.
 * The double bridge is the one that 2-opt and Or-opt moves cannot take back in one step
 * (Martin, Otto and Felten, "Large-step Markov chains for the traveling salesman problem", 1991).
 * @returns the change of the tour's length
 */
export function perturb(search: Search, kick: HeuristicParameters['kick'], reach: number, random: SeededRandom): number {
  switch (kick) {
    case 'double-bridge':
      return reorder(search, 3, reach, random)
    case 'segment-swap':
      return reorder(search, 2, reach, random)
    case 'reversal':
      return reverse(search, reach, random)
  }
}

function reorder({ cities, tour, queue, meter }: Search, segments: number, reach: number, random: SeededRandom): number {
  // Room for one city more on either side, so that no edge is counted twice.
  const longest = Math.max(1, Math.min(reach, Math.floor((tour.size - 2) / segments)))
  const start = random.below(tour.size)
  const lengths = Array.from({ length: segments }, () => random.between(1, longest))

  const edgesAt = (segmentLengths: readonly number[]): number => {
    let place = start
    let sum = 0
    for (let k = 0; k <= segments; k++) {
      const city = tour.at(place)
      const before = tour.previous(city)
      sum += cities.distance(before, city)
      queue.add(before)
      queue.add(city)
      const wrapped = place + (segmentLengths[k] ?? 0)
      place = wrapped < tour.size ? wrapped : wrapped - tour.size
    }
    return sum
  }

  const removed = edgesAt(lengths)
  meter.add(tour.reorderSegments(start, lengths))
  return edgesAt(lengths.reverse()) - removed
}

function reverse({ cities, tour, queue, meter }: Search, reach: number, random: SeededRandom): number {
  const start = random.below(tour.size)
  const length = random.between(2, Math.max(2, Math.min(reach, tour.size - 2)))
  const head = tour.at(start)
  const tail = tour.at(start + length - 1)
  const before = tour.previous(head)
  const after = tour.next(tail)
  meter.add(tour.exchange(before, head, tail, after))
  for (const touched of [before, head, tail, after]) queue.add(touched)
  return cities.distance(before, tail) + cities.distance(head, after) - cities.distance(before, head) - cities.distance(tail, after)
}
