import type { Cities } from './cities.ts'
import { greedyTour } from './greedy-tour.ts'
import type { HeuristicParameters } from './heuristic-parameters.ts'
import type { SeededRandom } from './seeded-random.ts'

/** A first tour, as an order of the cities. */
export function initialTour(kind: HeuristicParameters['initialTour'], cities: Cities, random: SeededRandom): number[] {
  switch (kind) {
    case 'random':
      return shuffled(cities.size, random)
    case 'nearest-neighbour':
      return nearestNeighbourTour(cities, random.below(cities.size))
    case 'greedy':
      return greedyTour(cities)
  }
}

function shuffled(size: number, random: SeededRandom): number[] {
  const order = Array.from({ length: size }, (_, city) => city)
  for (let last = size - 1; last > 0; last--) {
    const chosen = random.below(last + 1)
    const city = order[chosen] ?? 0
    order[chosen] = order[last] ?? 0
    order[last] = city
  }
  return order
}

/** Always on to the nearest city not yet seen. */
function nearestNeighbourTour(cities: Cities, start: number): number[] {
  const order = [start]
  const unseen = new Set(Array.from({ length: cities.size }, (_, city) => city))
  unseen.delete(start)
  for (let here = start; unseen.size > 0; ) {
    let nearest = -1
    for (const city of unseen) {
      if (nearest < 0 || cities.distance(here, city) < cities.distance(here, nearest)) nearest = city
    }
    order.push(nearest)
    unseen.delete(nearest)
    here = nearest
  }
  return order
}
