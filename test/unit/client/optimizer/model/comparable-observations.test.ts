import { expect, test } from 'vitest'
import { type BudgetSpan, ComparableObservations } from '../../../../../client/optimizer/model/comparable-observations.ts'
import { FeatureSpace } from '../../../../../client/optimizer/model/feature-space.ts'
import { ToldTrials } from '../../../../../client/optimizer/model/told-trials.ts'
import { defineSpace, integer } from '../../../../../client/space/index.ts'
import { ended } from '../../intensifier/ended.ts'

const features = new FeatureSpace(defineSpace({ x: integer(0, 99), y: integer(0, 99) }))

type Trial = readonly [x: number, cost: number, budget: number | null, instance?: string]

function observed(trials: readonly Trial[], budgets: BudgetSpan | null = null): ComparableObservations {
  const observations = new ComparableObservations(features.dimensions, 1, { budgets })
  const log = new ToldTrials(1)
  const news = log.reader()
  for (const [x, cost, budget, instance = null] of trials) {
    const configuration = { x, y: 0 }
    log.add(x, features.encode(configuration), { configuration, budget, instance }, ended(cost))
    observations.learn(news())
  }
  return observations
}

function told(trials: readonly Trial[]) {
  return observed(trials).all.map(({ point, costs }) => [features.decode(point)?.x, costs === null ? null : costs[0]])
}

test('without a span of budgets, the greatest one counts that there is', () => {
  expect(
    told([
      [1, 5, 1],
      [2, 6, 1],
      [1, 50, 3],
    ]),
  ).toEqual([[1, 50]])
})

test('a configuration is an observation at each budget, with the place of its logarithm', () => {
  const trials = [
    [1, 5, 1],
    [2, Number.POSITIVE_INFINITY, 1],
    [1, 50, 3],
    [1, 70, 9],
  ] as const
  const all = observed(trials, { min: 1, max: 9 }).all
  expect(all.map(({ costs }) => costs?.[0] ?? null)).toEqual([5, null, 50, 70])
  const [least, , middle, greatest] = all.map(({ fidelity = Number.NaN }) => fidelity)
  expect(greatest).toBe(1)
  expect(least).toBeLessThan(1)
  expect(middle).toBeCloseTo(((least ?? 0) + 1) / 2, 12)
})

test('instances are put together, repeated trials as their mean', () => {
  expect(
    told([
      [1, 2, null, 'a'],
      [1, 4, null, 'a'],
      [1, 5, null, 'b'],
      [2, 1, null, 'a'],
      [2, 1, null, 'b'],
    ]),
  ).toEqual([
    [1, 4],
    [2, 1],
  ])
})
