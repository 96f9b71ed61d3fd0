import { expect, test } from 'vitest'
import study from '../../../../examples/tsp/study.ts'
import type { TspInstance } from '../../../../examples/tsp/tsp-instance.ts'

test('the data has the study’s instances, with as many neighbours as a configuration may ask for', async () => {
  const data = await (study.data as () => Promise<Record<string, TspInstance>>)()
  expect(Object.keys(data)).toEqual(study.scenario.instances)
  for (const { dimension, distances, neighbours } of Object.values(data)) {
    expect(distances).toHaveLength(dimension ** 2)
    expect(neighbours).toHaveLength(dimension * 24)
  }
})

test('the default configuration has no parameter that its parent switches off', () => {
  expect(study.space.defaultConfiguration()).toEqual({
    initialTour: 'greedy',
    moves: '2-opt',
    neighbours: 10,
    improvement: 'first',
    kick: 'reversal',
    reach: 20,
    kicks: 1,
    acceptance: 'better',
  })
})
