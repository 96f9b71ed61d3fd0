import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RunHistory } from '../../../../client/history/index.ts'
import { Racing, type RacingOptions } from '../../../../client/intensifier/racing.ts'
import { Random } from '../../../../client/space/index.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import { ended } from './ended.ts'
import { ListedSource } from './listed-source.ts'

const INSTANCES = ['a', 'b', 'c', 'd']

function race(most: number, options: Partial<RacingOptions> = {}) {
  const history = new RunHistory({ objectives: ['cost'] })
  const source = new ListedSource(most)
  const racing = new Racing(
    source,
    history,
    { instances: INSTANCES, deterministic: true, maxConfigurationCalls: 2_000, budget: null, cappingSlack: null, ...options },
    new Random(1),
  )
  const tell = (info: TrialInfo, cost: number): void => {
    history.add(info, ended(cost))
    racing.told(info, ended(cost))
  }
  return { history, source, racing, tell }
}

const xOf = ({ configuration }: TrialInfo): number => Number(configuration.x)

/** One trial at a time until nothing is left; gives the trials in order. */
function runAll({ racing, tell }: ReturnType<typeof race>, cost: (info: TrialInfo) => number, most = 1_000): TrialInfo[] {
  const trials: TrialInfo[] = []
  while (trials.length < most) {
    const [info] = racing.next(1)
    if (info === undefined) break
    trials.push(info)
    tell(info, cost(info))
  }
  return trials
}

test('a challenger that loses its first comparison costs one trial, on a pair of the incumbent', () => {
  const run = race(6)
  const trials = runAll(run, (info) => xOf(info))
  const ofLosers = trials.filter((info) => xOf(info) > 0)
  expect(ofLosers).toHaveLength(5)
  const pairs = new Set(trials.filter((info) => xOf(info) === 0).map(({ instance }) => instance))
  for (const { instance } of ofLosers) expect(pairs).toContain(instance)
})

test('challengers begin on different instances: none decides alone who is out', () => {
  const run = race(60)
  const trials = runAll(run, (info) => xOf(info))
  for (const instance of INSTANCES) {
    const begun = trials.filter((info) => xOf(info) > 20 && info.instance === instance)
    expect(begun.length).toBeGreaterThan(3)
  }
})

test('the incumbent is run on one more pair as challengers come, on as many as the square root of the trials', () => {
  const run = race(1_000, { deterministic: false })
  const trials = runAll(run, (info) => xOf(info), 200)
  expect(trials.slice(0, 7).map(xOf)).toEqual([0, 1, 0, 2, 3, 0, 4])
  for (let told = 2; told <= 200; told++) {
    const ofBest = trials.slice(0, told).filter((info) => xOf(info) === 0).length
    expect(Math.abs(ofBest - Math.sqrt(told))).toBeLessThan(1.1)
  }
})

test('the incumbent is run on one pair at a time, however many challengers come', () => {
  const run = race(1_000, { deterministic: false })
  for (const info of run.racing.next(30)) run.tell(info, xOf(info))
  const next = run.racing.next(30)
  expect(next.filter((info) => xOf(info) === 0)).toHaveLength(1)
  expect(new Set(next.map(xOf)).size).toBe(30)
})

test('when nobody is left to race against, the incumbent is run on every instance', () => {
  const run = race(3)
  const trials = runAll(run, (info) => xOf(info))
  expect(trials.filter((info) => xOf(info) === 0)).toHaveLength(4)
  expect(run.racing.isExhausted).toBe(true)
})

test('rounds double: a challenger that wins is run on 1, 2, 4 of the pairs and then takes over', () => {
  const run = race(6)
  runAll(run, (info) => (xOf(info) === 5 ? 0 : 10 + xOf(info)))
  expect(run.history.incumbent()).toMatchObject({ configuration: { x: 5 }, costs: [0], evaluations: 4 })
})

test('who is better on one instance only is out once the others show it', () => {
  const run = race(5)
  const trials = runAll(run, (info) => (xOf(info) === 0 ? 5 : info.instance === 'a' ? 0 : 50))
  expect(run.history.incumbent()).toMatchObject({ configuration: { x: 0 } })
  for (const x of [1, 2, 3, 4]) expect(trials.filter((info) => xOf(info) === x).length).toBeLessThan(4)
})

test('workers are kept busy: as many trials as are asked for, all different', () => {
  const run = race(1_000, { deterministic: false })
  const first = run.racing.next(50)
  expect(first).toHaveLength(50)
  for (const info of first) run.tell(info, xOf(info))
  const more = [...first, ...run.racing.next(50)]
  expect(new Set(more.map((info) => JSON.stringify(info))).size).toBe(100)
})

test('without determinism a configuration is run with more seeds, never beyond the greatest number of calls', () => {
  const run = race(10_000, { deterministic: false, maxConfigurationCalls: 6 })
  const trials = runAll(run, (info) => xOf(info), 300)
  const ofBest = trials.filter((info) => xOf(info) === 0)
  expect(ofBest).toHaveLength(6)
  expect(new Set(ofBest.map(({ instance, seed }) => `${instance} ${seed}`)).size).toBe(6)
  expect(new Set(ofBest.map(({ instance }) => instance)).size).toBe(4)
})

test('without instances configurations race over seeds', () => {
  const run = race(100, { instances: null, deterministic: false })
  const trials = runAll(run, (info) => xOf(info))
  expect(new Set(trials.map(({ instance }) => instance))).toEqual(new Set([null]))
  expect(new Set(trials.filter((info) => xOf(info) === 0).map(({ seed }) => seed)).size).toBeGreaterThan(3)
})

test('with adaptive capping a challenger gets no more time than a factor of what the incumbent took on the same pairs', () => {
  const run = race(4, { cappingSlack: 2 })
  const tellTime = (info: TrialInfo, seconds: number): void => {
    const value = { ...ended(seconds), runtimeMs: seconds * 1_000 }
    run.history.add(info, value)
    run.racing.told(info, value)
  }
  const next = (): TrialInfo => run.racing.next(1)[0]!
  const first = next()
  expect(first.timeLimitMs).toBeUndefined()
  tellTime(first, 10)
  const loser = next()
  expect(loser).toMatchObject({ configuration: { x: 1 }, timeLimitMs: 20_000 })
  tellTime(loser, 11)
  const own = next()
  expect(own).toMatchObject({ configuration: { x: 0 } })
  expect(own.timeLimitMs).toBeUndefined()
  tellTime(own, 4)
  const challenger = next()
  const spared = challenger.instance === first.instance ? 10 : 4
  expect(challenger).toMatchObject({ configuration: { x: 2 }, timeLimitMs: 2_000 * spared })
  tellTime(challenger, spared - 1)
  // The second of two pairs, on which the incumbent took 14 s together.
  expect(next()).toMatchObject({ configuration: { x: 2 }, timeLimitMs: 2 * 14_000 - 1_000 * (spared - 1) })
})

test('configurations that all crash are each tried once, and the race ends', () => {
  const run = race(5)
  expect(runAll(run, () => Number.POSITIVE_INFINITY)).toHaveLength(5)
  expect(run.racing.isExhausted).toBe(true)
})

test('any order of results and any costs: no exception, and none that was run on all of the incumbent’s pairs beats it there', () => {
  const anyCost = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.POSITIVE_INFINITY))
  fc.assert(
    fc.property(fc.infiniteStream(anyCost), fc.infiniteStream(fc.nat(6)), fc.boolean(), (costs, order, deterministic) => {
      const run = race(12, { deterministic, maxConfigurationCalls: 9 })
      const pending: TrialInfo[] = []
      for (let told = 0; told < 150; told++) {
        pending.push(...run.racing.next(7 - pending.length))
        const info = pending.splice(order.next().value! % Math.max(1, pending.length), 1)[0]
        if (info === undefined) break
        run.tell(info, costs.next().value!)
        // Told twice, as a duplicate would be.
        if (told % 10 === 0) run.tell(info, costs.next().value!)
        const incumbent = run.history.incumbent()
        if (incumbent === null) continue
        for (let x = 0; x < 12; x++) {
          const other = run.history.besideIncumbent({ x })
          // Who has crashed once, on whatever pair, never leads.
          const isSound = run.history.trialsOf({ x }).every((trial) => run.history.record(trial).outcome.cost !== Number.POSITIVE_INFINITY)
          if (other !== null && isSound) expect(other.costs[0]).toBeGreaterThanOrEqual(incumbent.costs[0]! - 1e-9)
        }
      }
    }),
    { seed: 4, numRuns: 200 },
  )
})
