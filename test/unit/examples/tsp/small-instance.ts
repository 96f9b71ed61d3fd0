import { distanceMatrix } from '../../../../examples/tsp/distance-matrix.ts'
import { neighbourLists } from '../../../../examples/tsp/neighbour-lists.ts'
import { SeededRandom } from '../../../../examples/tsp/seeded-random.ts'
import type { TspInstance } from '../../../../examples/tsp/tsp-instance.ts'

/** Cities anywhere in a square; the optimum is unknown and given as 1. */
export function smallInstance(dimension: number, seed = 1): TspInstance {
  const random = new SeededRandom(seed)
  const coordinate = () => Float64Array.from({ length: dimension }, () => random.below(1000))
  const distances = distanceMatrix({ metric: 'EUC_2D', x: coordinate(), y: coordinate() })
  return { dimension, optimum: 1, distances, neighbours: neighbourLists(distances, dimension, Math.min(24, dimension - 1)) }
}
