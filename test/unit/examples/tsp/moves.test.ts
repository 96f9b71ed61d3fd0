import { describe, expect, test } from 'vitest'
import { ArrayTour } from '../../../../examples/tsp/array-tour.ts'
import { Cities } from '../../../../examples/tsp/cities.ts'
import { CityQueue } from '../../../../examples/tsp/city-queue.ts'
import { initialTour } from '../../../../examples/tsp/initial-tour.ts'
import { localSearch } from '../../../../examples/tsp/local-search.ts'
import { orOpt } from '../../../../examples/tsp/or-opt.ts'
import { perturb } from '../../../../examples/tsp/perturb.ts'
import type { Search } from '../../../../examples/tsp/search.ts'
import { SeededRandom } from '../../../../examples/tsp/seeded-random.ts'
import { StepMeter } from '../../../../examples/tsp/step-meter.ts'
import type { TspInstance } from '../../../../examples/tsp/tsp-instance.ts'
import { twoOpt } from '../../../../examples/tsp/two-opt.ts'
import { smallInstance } from './small-instance.ts'
import { tourLength } from './tour-length.ts'

function searchOn(size: number, seed: number, options: Partial<Search> = {}) {
  const instance = smallInstance(size, seed)
  const cities = new Cities(instance)
  const random = new SeededRandom(seed)
  const search: Search = {
    cities,
    tour: new ArrayTour(initialTour('random', cities, random)),
    queue: new CityQueue(size),
    meter: new StepMeter(Number.POSITIVE_INFINITY),
    neighbours: cities.listed,
    segment: Math.min(3, size - 3),
    first: true,
    ...options,
  }
  for (let city = 0; city < size; city++) search.queue.add(city)
  return { instance, search, random, length: () => tourLength(instance, search.tour.toOrder()) }
}

/** The distances between some of the cities. */
const between = ({ dimension, distances }: TspInstance, cities: readonly number[]) =>
  Int32Array.from(cities.flatMap((from) => cities.map((to) => distances[from * dimension + to]!)))

const sizes = [5, 6, 7, 8, 12, 50]

describe.each([
  ['2-opt', twoOpt],
  ['Or-opt', orOpt],
] as const)('%s', (_, move) => {
  test.each([true, false])('tells the change of the length that really happened (first: %s)', (first) => {
    let improved = 0
    for (const size of sizes) {
      for (let seed = 1; seed <= 10; seed++) {
        const { search, length } = searchOn(size, seed, { first, segment: Math.min(10, size - 3) })
        for (let round = 0; round < 3; round++) {
          for (let city = 0; city < size; city++) {
            const before = length()
            const change = move(search, city)
            expect(length() - before).toBe(change)
            expect(change).toBeLessThanOrEqual(0)
            if (change < 0) improved++
          }
        }
      }
    }
    expect(improved).toBeGreaterThan(500)
  })
})

test('2-opt ends in a tour that no exchange of two edges shortens', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { instance, search, length } = searchOn(24, seed, { neighbours: 23, first: seed % 2 === 0 })
    localSearch(search, '2-opt')
    const order = search.tour.toOrder()
    for (let from = 0; from < 24; from++) {
      for (let to = from + 1; to < 24; to++) {
        const reversed = [...order.slice(0, from), ...order.slice(from, to + 1).reverse(), ...order.slice(to + 1)]
        expect(tourLength(instance, reversed)).toBeGreaterThanOrEqual(length())
      }
    }
  }
})

test('Or-opt ends in a tour that carrying up to three cities to beside a near one does not shorten, either way round', () => {
  let looked = 0
  for (let seed = 1; seed <= 5; seed++) {
    const { instance, search, length } = searchOn(24, seed, { neighbours: 23, first: seed % 2 === 0 })
    localSearch(search, 'or-opt')
    const order = search.tour.toOrder()
    const distance = (from: number, to: number) => instance.distances[from * 24 + to]!
    for (let start = 0; start < 24; start++) {
      const turned = [...order.slice(start), ...order.slice(0, start)]
      for (let size = 1; size <= 3; size++) {
        const [segment, rest] = [turned.slice(0, size), turned.slice(size)]
        const saved =
          length() -
          tourLength({ ...instance, dimension: rest.length, distances: between(instance, rest) }, [...rest.keys()]) -
          segment.slice(1).reduce((sum, city, k) => sum + distance(segment[k]!, city), 0)
        for (let place = 1; place < rest.length; place++) {
          for (const laid of [segment, [...segment].reverse()]) {
            const joined = Math.min(distance(rest[place - 1]!, laid[0]!), distance(laid.at(-1)!, rest[place]!))
            if (joined >= saved) continue
            looked++
            expect(tourLength(instance, [...rest.slice(0, place), ...laid, ...rest.slice(place)])).toBeGreaterThanOrEqual(length())
          }
        }
      }
    }
  }
  expect(looked).toBeGreaterThan(100)
})

test('local search tells the change of the length, and shortens further with both kinds of moves than with one', () => {
  const lengths = (['2-opt', 'or-opt', 'both'] as const).map((moves) => {
    const { search, length } = searchOn(200, 3)
    const before = length()
    const change = localSearch(search, moves)
    expect(length() - before).toBe(change)
    expect(search.queue.empty).toBe(true)
    return length()
  })
  expect(lengths[2]).toBeLessThan(Math.min(lengths[0]!, lengths[1]!))
})

test('local search stops when the steps are spent', () => {
  const { search, length } = searchOn(200, 3, { meter: new StepMeter(500) })
  const before = length()
  const change = localSearch(search, 'both')
  expect(search.queue.empty).toBe(false)
  expect(length() - before).toBe(change)
  expect(search.meter.spent).toBeLessThan(1_500)
})

describe.each(['double-bridge', 'segment-swap', 'reversal'] as const)('kick: %s', (kick) => {
  test('tells the change of the length that really happened', () => {
    let changed = 0
    for (const size of sizes) {
      for (const reach of [1, 3, 140]) {
        const { search, random, length } = searchOn(size, reach)
        for (let round = 0; round < 50; round++) {
          const before = length()
          const change = perturb(search, kick, reach, random)
          expect(length() - before).toBe(change)
          if (change !== 0) changed++
        }
      }
    }
    expect(changed).toBeGreaterThan(500)
  })

  test('hands the cities whose edges changed, and no others, to local search', () => {
    const { search, random } = searchOn(200, 1)
    while (!search.queue.empty) search.queue.take()
    perturb(search, kick, 20, random)
    const touched = new Set<number>()
    while (!search.queue.empty) touched.add(search.queue.take())
    expect(touched.size).toBeGreaterThanOrEqual(4)
    expect(touched.size).toBeLessThanOrEqual(8)
  })
})
