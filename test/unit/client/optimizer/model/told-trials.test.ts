import { expect, test } from 'vitest'
import { ToldTrials } from '../../../../../client/optimizer/model/told-trials.ts'
import { StatusType } from '../../../../../contract/status.ts'
import { ended } from '../ended.ts'

const point = (x: number): Float64Array => Float64Array.of(x, -x)

function add(log: ToldTrials, x: number, cost: number, instance: string | null = null): void {
  log.add(x, point(x), { configuration: { x }, instance, budget: x === 9 ? 3 : null }, { ...ended(cost), runtimeMs: x === 9 ? 0 : 1 })
}

test('a reader gets each trial once, with the features of its configuration the first time', () => {
  const log = new ToldTrials(1)
  const read = log.reader()
  for (const [x, cost] of [
    [7, 1],
    [9, 2],
    [7, 3],
  ] as const)
    add(log, x, cost)
  expect(read()).toEqual({
    points: Float64Array.of(7, -7, 9, -9),
    configurations: Int32Array.of(0, 1, 0),
    instances: Int32Array.of(0, 0, 0),
    budgets: Float64Array.of(Number.NaN, 3, Number.NaN),
    costs: Float64Array.of(1, 2, 3),
    logDurations: Float64Array.of(0, Number.NaN, 0),
  })
  add(log, 9, 4)
  add(log, 2, Number.POSITIVE_INFINITY)
  const news = read()
  expect([news.points, news.configurations, news.costs]).toEqual([
    Float64Array.of(2, -2),
    Int32Array.of(1, 2),
    Float64Array.of(4, Number.NaN),
  ])
  expect(read().configurations).toHaveLength(0)
  expect(log.reader()().costs).toHaveLength(5)
  expect([log.length, log.configurations]).toEqual([5, 3])
})

test('instances that are named have their places as numbers, others come after them', () => {
  const log = new ToldTrials(1, ['a', 'b'])
  for (const instance of ['b', 'c', null, 'a', 'c', null]) add(log, 1, 1, instance)
  expect(log.reader()().instances).toEqual(Int32Array.of(1, 2, 3, 0, 2, 3))
})

test('a trial without a cost for each objective, or without success, has none', () => {
  const log = new ToldTrials(2)
  log.add(1, point(1), { configuration: { x: 1 } }, { ...ended(0), cost: [1, 2] })
  log.add(1, point(1), { configuration: { x: 1 } }, { ...ended(0), cost: [1] })
  log.add(1, point(1), { configuration: { x: 1 } }, { ...ended(0), cost: [1, 2], status: StatusType.CRASHED })
  expect(log.reader()().costs).toEqual(Float64Array.of(1, 2, Number.NaN, Number.NaN, Number.NaN, Number.NaN))
})
