import { describe, expect, test } from 'vitest'
import { AsyncHalvingSchedule } from '../../../../client/intensifier/async-halving-schedule.ts'
import { bestFirst } from '../../../../client/intensifier/best-first.ts'
import { BracketSchedule } from '../../../../client/intensifier/bracket-schedule.ts'
import { Halving } from '../../../../client/intensifier/halving.ts'
import { hyperbandBrackets, rungBudgets } from '../../../../client/intensifier/halving-rungs.ts'
import type { HalvingSchedule } from '../../../../client/intensifier/halving-schedule.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import { ended } from './ended.ts'
import { ListedSource } from './listed-source.ts'

const RANGE = { minBudget: 1, maxBudget: 81, eta: 3 }
const xOf = ({ configuration }: TrialInfo): number => Number(configuration.x)

function halve(schedule: HalvingSchedule, most = 10_000, instances: readonly string[] | null = null): Halving {
  return new Halving(new ListedSource(most), schedule, { instances, seed: 7 })
}

function runAll(halving: Halving, cost: (info: TrialInfo) => number, most: number): TrialInfo[] {
  const trials: TrialInfo[] = []
  while (trials.length < most) {
    const [info] = halving.next(1)
    if (info === undefined) break
    trials.push(info)
    halving.told(info, ended(cost(info)))
  }
  return trials
}

describe('brackets', () => {
  test("are Hyperband's for 1 to 81 and eta 3", () => {
    expect(hyperbandBrackets(RANGE).map((rungs) => rungs.map(({ size, budget }) => [size, budget]))).toEqual([
      [
        [81, 1],
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [34, 3],
        [11, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [15, 9],
        [5, 27],
        [1, 81],
      ],
      [
        [8, 27],
        [2, 81],
      ],
      [[5, 81]],
    ])
  })

  test('end at the greatest budget, whatever the range', () => {
    expect(rungBudgets({ minBudget: 1, maxBudget: 243, eta: 3 })).toHaveLength(6)
    expect(rungBudgets({ minBudget: 2, maxBudget: 100, eta: 3 })).toEqual([100 / 27, 100 / 9, 100 / 3, 100])
    expect(rungBudgets({ minBudget: 50, maxBudget: 60, eta: 3 })).toEqual([60])
    expect(rungBudgets({ minBudget: 0.1, maxBudget: 0.9, eta: 3 })).toEqual([0.1, 0.9 / 3, 0.9])
  })
})

describe('successive halving', () => {
  const schedule = () =>
    new BracketSchedule(
      [
        [
          { size: 4, budget: 1 },
          { size: 2, budget: 3 },
          { size: 1, budget: 9 },
        ],
      ],
      'test',
    )

  test('promotes the best of each stage once all of its results are in', () => {
    const halving = halve(schedule())
    const first = halving.next(4)
    for (const info of first.slice(0, 3)) halving.told(info, ended(10 - xOf(info)))
    expect(halving.next(1).map(({ budget }) => budget)).toEqual([1])
    halving.told(first[3]!, ended(10 - 3))
    expect(halving.next(2).map((info) => [xOf(info), info.budget])).toEqual([
      [3, 3],
      [2, 3],
    ])
  })

  test('begins the next bracket while one waits, so that no worker is idle', () => {
    const halving = halve(schedule())
    const first = halving.next(6)
    expect(first.map((info) => [xOf(info), info.budget])).toEqual([0, 1, 2, 3, 4, 5].map((x) => [x, 1]))
  })

  test('configurations that crash are never promoted', () => {
    const halving = halve(schedule())
    const trials = runAll(halving, (info) => (xOf(info) < 3 ? Number.POSITIVE_INFINITY : xOf(info)), 6)
    expect(trials.slice(4).map((info) => [xOf(info), info.budget])).toEqual([
      [3, 3],
      [3, 9],
    ])
  })

  test('a finite space is used up: whoever was begun is still promoted', () => {
    const halving = halve(schedule(), 3)
    const trials = runAll(halving, xOf, 100)
    expect(trials.map((info) => [xOf(info), info.budget])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [0, 3],
      [1, 3],
      [0, 9],
    ])
    expect(halving.isExhausted).toBe(true)
  })

  test('with instances a configuration is judged by its mean over all of them', () => {
    const halving = halve(schedule(), 10_000, ['a', 'b'])
    const trials = runAll(halving, (info) => (info.instance === 'a' ? xOf(info) : -3 * xOf(info)), 12)
    expect(trials.slice(0, 2).map(({ instance, seed }) => [instance, seed])).toEqual([
      ['a', 7],
      ['b', 7],
    ])
    expect(trials.slice(8).map((info) => [xOf(info), info.budget])).toEqual([
      [3, 3],
      [3, 3],
      [2, 3],
      [2, 3],
    ])
  })
})

describe('asynchronous halving', () => {
  test('promotes whoever is in the best third at once, the highest stage first', () => {
    const halving = halve(new AsyncHalvingSchedule([1, 3, 9], 3))
    const trials = runAll(halving, xOf, 13)
    const [low, middle, high] = [1, 3, 9]
    const expected = [
      [0, low],
      [1, low],
      [2, low],
      [0, middle],
      [3, low],
      [4, low],
      [5, low],
      [1, middle],
      [6, low],
      [7, low],
      [8, low],
      [2, middle],
      [0, high],
    ]
    expect(trials.map((info) => [xOf(info), info.budget])).toEqual(expected)
  })

  test('never waits', () => {
    expect(halve(new AsyncHalvingSchedule([1, 3, 9], 3)).next(500)).toHaveLength(500)
  })
})

test('of several objectives the least mean rank goes first, and the dominated never before who dominates it', () => {
  const entries = [
    [3, 3],
    [1, 9],
    [2, 2],
    [Infinity, 0],
  ].map((costs, at) => ({ at, costs }))
  expect(bestFirst(entries).map(({ at }) => at)[0]).toBe(2)
  const places = bestFirst(entries).map(({ at }) => at)
  expect(places.indexOf(2)).toBeLessThan(places.indexOf(0))
})
