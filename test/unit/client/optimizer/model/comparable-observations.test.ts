import { expect, test } from 'vitest'
import { ComparableObservations } from '../../../../../client/optimizer/model/comparable-observations.ts'
import { FeatureSpace } from '../../../../../client/optimizer/model/feature-space.ts'
import { ToldTrials } from '../../../../../client/optimizer/model/told-trials.ts'
import { defineSpace, integer } from '../../../../../client/space/index.ts'
import { ended } from '../../intensifier/ended.ts'

const features = new FeatureSpace(defineSpace({ x: integer(0, 99), y: integer(0, 99) }))

function told(trials: readonly (readonly [x: number, cost: number, budget: number | null, instance?: string])[]) {
  const observations = new ComparableObservations(features.dimensions, 1)
  const log = new ToldTrials(1)
  const news = log.reader()
  for (const [x, cost, budget, instance = null] of trials) {
    const configuration = { x, y: 0 }
    log.add(x, features.encode(configuration), { configuration, budget, instance }, ended(cost))
    observations.learn(news())
  }
  return observations.all.map(({ point, costs }) => [features.decode(point)?.x, costs === null ? null : costs[0]])
}

test('the highest budget counts at which more configurations succeeded than there are dimensions', () => {
  expect(
    told([
      [1, 5, 1],
      [2, 6, 1],
      [3, 7, 1],
      [1, 50, 3],
      [2, 60, 3],
    ]),
  ).toEqual([
    [1, 5],
    [2, 6],
    [3, 7],
  ])
  expect(
    told([
      [1, 5, 1],
      [2, 6, 1],
      [3, 7, 1],
      [1, 50, 3],
      [2, 60, 3],
      [3, 70, 3],
    ]),
  ).toEqual([
    [1, 50],
    [2, 60],
    [3, 70],
  ])
  expect(
    told([
      [1, 5, 1],
      [2, Number.POSITIVE_INFINITY, 1],
      [1, 50, 3],
    ]),
  ).toEqual([
    [1, 5],
    [2, null],
  ])
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
