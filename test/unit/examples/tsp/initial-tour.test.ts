import { describe, expect, test } from 'vitest'
import { Cities } from '../../../../examples/tsp/cities.ts'
import { initialTour } from '../../../../examples/tsp/initial-tour.ts'
import { loadInstances } from '../../../../examples/tsp/load-instances.ts'
import { SeededRandom } from '../../../../examples/tsp/seeded-random.ts'
import { smallInstance } from './small-instance.ts'
import { tourLength } from './tour-length.ts'

const instances = await loadInstances(24)
const { pcb442 } = instances

/** Far apart from each other and so never in each other's neighbour lists: the paths of the greedy tour must be joined. */
function clusters() {
  const { distances, dimension } = smallInstance(60)
  const cluster = (city: number) => Math.floor(city / 6)
  const apart = distances.map((length, at) => {
    const [from, to] = [Math.floor(at / dimension), at % dimension]
    return length + 10_000 * Math.abs(cluster(from) - cluster(to))
  })
  const neighbours = Int32Array.from(
    Array.from({ length: dimension }, (_, city) => Array.from({ length: 5 }, (_, k) => cluster(city) * 6 + ((city + k + 1) % 6))).flat(),
  )
  return { dimension, optimum: 1, distances: apart, neighbours }
}

describe.each(['random', 'nearest-neighbour', 'greedy'] as const)('%s', (kind) => {
  test.each([
    ['of five cities', smallInstance(5)],
    ['of 60 cities', smallInstance(60)],
    ['of clusters', clusters()],
    ['of pcb442', pcb442!],
  ])('visits every city once: %s', (_, instance) => {
    const order = initialTour(kind, new Cities(instance), new SeededRandom(1))
    expect(tourLength(instance, order)).toBeGreaterThan(0)
  })

  test('is the same for the same seed', () => {
    const cities = new Cities(pcb442!)
    expect(initialTour(kind, cities, new SeededRandom(5))).toEqual(initialTour(kind, cities, new SeededRandom(5)))
  })
})

test('over the three instances, greedy is shorter than nearest neighbour, and that far shorter than random', () => {
  const [random, nearest, greedy] = (['random', 'nearest-neighbour', 'greedy'] as const).map((kind) => {
    const excesses = Object.values(instances).map(
      (instance) => tourLength(instance, initialTour(kind, new Cities(instance), new SeededRandom(1))) / instance.optimum,
    )
    return excesses.reduce((sum, excess) => sum + excess) / excesses.length
  })
  expect(greedy).toBeLessThan(nearest!)
  expect(nearest).toBeLessThan(1.35)
  expect(random).toBeGreaterThan(5)
})

test('the greedy tour joins far clusters one after the other', () => {
  const instance = clusters()
  const order = initialTour('greedy', new Cities(instance), new SeededRandom(1))
  const crossings = order.filter((city, place) => Math.floor(city / 6) !== Math.floor(order[(place + 1) % order.length]! / 6))
  expect(crossings).toHaveLength(10)
})
