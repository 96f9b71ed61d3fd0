import { describe, expect, test } from 'vitest'
import { Cities } from '../../../../examples/tsp/cities.ts'
import type { HeuristicParameters } from '../../../../examples/tsp/heuristic-parameters.ts'
import { iteratedLocalSearch } from '../../../../examples/tsp/iterated-local-search.ts'
import { SeededRandom } from '../../../../examples/tsp/seeded-random.ts'
import { smallInstance } from './small-instance.ts'
import { tourLength } from './tour-length.ts'

const plain: HeuristicParameters = {
  initialTour: 'greedy',
  moves: '2-opt',
  neighbours: 10,
  improvement: 'first',
  kick: 'reversal',
  reach: 20,
  kicks: 1,
  acceptance: 'better',
}
const annealing: HeuristicParameters = { ...plain, acceptance: 'annealing', temperature: 0.1, cooling: 0.1, patience: 100 }

const run = (parameters: HeuristicParameters, { size = 60, steps = 20_000, seed = 1 } = {}) => {
  const instance = smallInstance(size)
  return { instance, found: iteratedLocalSearch(new Cities(instance), parameters, new SeededRandom(seed), steps) }
}

/** Every corner of the space; conditional parameters are at their least or greatest together. */
function corners(): HeuristicParameters[] {
  const found: HeuristicParameters[] = []
  for (const initialTour of ['random', 'nearest-neighbour', 'greedy'] as const)
    for (const moves of ['2-opt', 'or-opt', 'both'] as const)
      for (const improvement of ['first', 'best'] as const)
        for (const kick of ['double-bridge', 'segment-swap', 'reversal'] as const)
          for (const acceptance of ['better', 'annealing'] as const)
            for (const neighbours of [4, 24])
              for (const reach of [3, 140])
                for (const kicks of [1, 10])
                  for (const high of [true, false]) {
                    const segment = moves === '2-opt' ? {} : { segment: high ? 10 : 1 }
                    const heat = high
                      ? { temperature: 1, cooling: 1, patience: 10_000 }
                      : { temperature: 0.001, cooling: 0.001, patience: 10 }
                    const given = { initialTour, moves, improvement, kick, acceptance, neighbours, reach, kicks }
                    found.push({ ...given, ...segment, ...(acceptance === 'annealing' ? heat : {}) })
                  }
  return found
}

test('in every corner of the space it ends within the steps, with a tour of the length it tells', () => {
  const size = 60
  const instance = smallInstance(size)
  const cities = new Cities(instance)
  const steps = 3_000
  const lastRound = 10 * size
  for (const parameters of corners()) {
    const found = iteratedLocalSearch(cities, parameters, new SeededRandom(1), steps)
    if (tourLength(instance, found.order) !== found.length) throw new Error(`told ${found.length} for ${JSON.stringify(parameters)}`)
    if (found.steps < steps || found.steps > steps + lastRound) throw new Error(`${found.steps} steps for ${JSON.stringify(parameters)}`)
  }
})

test.each([5, 6, 7, 10])('works for %i cities', (size) => {
  for (const moves of ['2-opt', 'or-opt', 'both'] as const) {
    for (const kick of ['double-bridge', 'segment-swap', 'reversal'] as const) {
      const { instance, found } = run({ ...annealing, moves, kick, segment: 10, neighbours: 24, kicks: 3 }, { size })
      expect(tourLength(instance, found.order)).toBe(found.length)
    }
  }
})

describe('the seed', () => {
  test.each([plain, annealing])('decides everything', (parameters) => {
    expect(run(parameters).found).toEqual(run(parameters).found)
    expect(run(parameters, { seed: 2 }).found.order).not.toEqual(run(parameters).found.order)
  })
})

test('more steps give tours that are not longer, and in the end a shorter one', () => {
  const lengths = [1, 1_000, 10_000, 100_000].map((steps) => run(plain, { size: 200, steps }).found.length)
  expect([...lengths].sort((a, b) => b - a)).toEqual(lengths)
  expect(lengths.at(-1)).toBeLessThan(0.97 * lengths[0]!)
})

test('the best tour is kept while annealing wanders off', () => {
  const hot = { ...annealing, temperature: 1, cooling: 1, patience: 10_000 }
  const { instance, found } = run(hot, { size: 200, steps: 400_000 })
  expect(tourLength(instance, found.order)).toBe(found.length)
  expect(found.length).toBeLessThan(run(plain, { size: 200, steps: 1 }).found.length)
})

test.each([
  ['temperature', { ...annealing, temperature: 0.5 }],
  ['cooling', { ...annealing, cooling: 0.9 }],
  ['patience', { ...annealing, patience: 10 }],
  ['neighbours', { ...annealing, neighbours: 5 }],
  ['improvement', { ...annealing, improvement: 'best' }],
  ['kick', { ...annealing, kick: 'double-bridge' }],
  ['reach', { ...annealing, reach: 5 }],
  ['kicks', { ...annealing, kicks: 3 }],
  ['initialTour', { ...annealing, initialTour: 'random' }],
  ['moves', { ...annealing, moves: 'both', segment: 3 }],
  ['acceptance', plain],
] as const)('%s changes the search', (_, parameters) => {
  const large = { size: 200, steps: 200_000 }
  expect(run(parameters, large).found).not.toEqual(run(annealing, large).found)
})

test('segment changes the search', () => {
  const both = { ...annealing, moves: 'both' } as const
  expect(run({ ...both, segment: 1 }).found).not.toEqual(run({ ...both, segment: 3 }).found)
})

test('annealing without a temperature is refused', () => {
  expect(() => run({ ...plain, acceptance: 'annealing' })).toThrow('expected a temperature and a cooling, got undefined and undefined')
})
