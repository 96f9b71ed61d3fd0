import { describe, expect, test } from 'vitest'
import type { RunnerBilling } from '../../../../../client/runner/runner-billing.ts'
import { defineSpace, float } from '../../../../../client/space/index.ts'
import { RandomSearch } from '../../../../../client/study/random-search.ts'
import { defineScenario, type ScenarioOptions } from '../../../../../client/study/scenario.ts'
import type { TrialInfo, TrialUsage } from '../../../../../contract/trial.ts'
import { InMemoryRunner, type TrialCourse } from '../../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

/** 1 GB and nothing but time: a second costs a cent. */
const CENT_A_SECOND = {
  usdPerGBSecond: { arm64: 0.01, x86_64: 0.01 },
  usdPerMillionRequests: 0,
  usdPerMillionQueueRequests: 0,
  usdPerMillionObjectReads: 0,
  usdPerMillionObjectWrites: 0,
}
const BILLING: RunnerBilling = {
  isCharged: true,
  architecture: 'arm64',
  memoryMiB: 1024,
  longestTrialMs: 100_000,
  calls: { queueRequests: 0, objectReads: 0, objectWrites: 0 },
}
const usage = (seconds: number): TrialUsage => ({
  requests: 1,
  gbSeconds: seconds,
  queueSends: 1,
  objectReads: 0,
  objectWrites: 0,
  estimatedAttempts: 0,
})
const lasting =
  (seconds: number, attempts = 1) =>
  ({ configuration }: TrialInfo): TrialCourse => ({
    value: { cost: Number(configuration.x), usage: usage(seconds * attempts), attempt: attempts },
    afterMs: seconds * 1_000,
  })

function setUp(
  scenario: Partial<ScenarioOptions>,
  course: (info: TrialInfo) => TrialCourse,
  { workers = 4, billing = BILLING }: { readonly workers?: number; readonly billing?: RunnerBilling | null } = {},
) {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers, course, ...(billing !== null && { billing }) })
  const space = defineSpace({ x: float(0, 1) })
  const options = defineScenario({ space, trials: 1_000, prices: CENT_A_SECOND, ...scenario })
  return { clock, runner, optimizer: new RandomSearch(options, runner, { clock }) }
}
const spent = ({ optimizer }: ReturnType<typeof setUp>): number => optimizer.summary.figures.cost?.usd ?? Number.NaN

describe('with a time limit', () => {
  test('no trial is begun that could take the run over the cap; what the others leave of their limit is used', async () => {
    // A trial may take 9 s and the second beyond: 10 cents. It takes 5.
    const set = setUp({ maxCostUsd: 0.5, trialTimeLimitMs: 9_000 }, lasting(5))
    await set.clock.runUntil(set.optimizer.optimize())
    expect(spent(set)).toBeCloseTo(0.45, 9)
    expect(set.optimizer.stopReason).toMatchObject({ kind: 'max-cost', capUsd: 0.5, isCharged: true })
    expect(set.optimizer.stopReason?.sentence).toBe('the cap of $0.50 has no room for another trial, which could cost $0.10: $0.45 so far')
    expect(set.runner.cancellations).toEqual([])
  })

  test('with every trial as long as it may be, a thousand workers stay within the cap too', async () => {
    const set = setUp({ maxCostUsd: 1, trialTimeLimitMs: 9_000 }, lasting(10), { workers: 1_000 })
    await set.clock.runUntil(set.optimizer.optimize())
    expect(set.runner.mostInFlight).toBe(10)
    expect(spent(set)).toBeCloseTo(1, 9)
  })

  test('a cap below one trial runs none, and says so', async () => {
    const set = setUp({ maxCostUsd: 0.05, trialTimeLimitMs: 9_000 }, lasting(1))
    await set.clock.runUntil(set.optimizer.optimize())
    expect(set.runner.submitted).toEqual([])
    expect(set.optimizer.stopReason?.sentence).toContain('has no room for another trial, which could cost $0.10: $0 so far')
  })

  test('both attempts of a retried trial count', async () => {
    const [once, twice] = [1, 2].map((attempts) => setUp({ maxCostUsd: 1, trialTimeLimitMs: 9_000 }, lasting(9, attempts), { workers: 1 }))
    for (const set of [once!, twice!]) await set.clock.runUntil(set.optimizer.optimize())
    expect([once!.runner.submitted.length, twice!.runner.submitted.length]).toEqual([11, 5])
  })
})

describe('without a time limit', () => {
  test('the first trials are reckoned at the longest there can be, later ones at the mean so far', async () => {
    // The longest is 100 s, a dollar: three at first. They take 5 cents.
    const set = setUp({ maxCostUsd: 3.5 }, lasting(5), { workers: 20 })
    const run = set.optimizer.optimize()
    await set.clock.advance(1_000)
    expect(set.runner.inFlight).toHaveLength(3)
    await set.clock.advance(5_000)
    expect(set.runner.inFlight).toHaveLength(20)
    await set.clock.runUntil(run)
    expect(spent(set)).toBeGreaterThan(3.4)
    expect(spent(set)).toBeLessThanOrEqual(3.5)
  })

  test('with too little for the longest, one is tried', async () => {
    const set = setUp({ maxCostUsd: 0.2 }, lasting(5))
    const run = set.optimizer.optimize()
    await set.clock.advance(1_000)
    expect(set.runner.inFlight).toHaveLength(1)
    await set.clock.runUntil(run)
    expect(set.runner.submitted).toHaveLength(4)
    expect(spent(set)).toBeCloseTo(0.2, 9)
  })

  test('trials that grow longer than the others are ended when they come to the cap', async () => {
    let begun = 0
    const set = setUp({ maxCostUsd: 1 }, (info) => (begun++ < 3 ? lasting(1)(info) : { value: {}, afterMs: null }), { workers: 2 })
    const startedAt = set.clock.now()
    await set.clock.runUntil(set.optimizer.optimize())
    // Three cents are spent; two held trials take two cents a second from the second one on.
    expect(set.clock.now() - startedAt).toBeLessThan(52_000)
    expect(set.runner.cancellations).toEqual(['the run ended: max-cost'])
    expect(set.optimizer.stopReason).toMatchObject({ kind: 'max-cost', sentence: 'the cap of $1.00 is spent: $1.00 so far' })
  })
})

test('where nothing is charged, the cap holds the estimate, and the reason says so', async () => {
  const set = setUp({ maxCostUsd: 0.3, trialTimeLimitMs: 9_000 }, lasting(10), { billing: { ...BILLING, isCharged: false } })
  await set.clock.runUntil(set.optimizer.optimize())
  expect(set.runner.submitted).toHaveLength(3)
  expect(set.optimizer.stopReason?.sentence).toBe('the cap of $0.30 is spent: $0.30 so far (on AWS; nothing is charged here)')
})

test('a second run of the optimizer has what the first left over', async () => {
  const set = setUp({ maxCostUsd: 0.5, trialTimeLimitMs: 9_000 }, lasting(10))
  await set.clock.runUntil(set.optimizer.optimize())
  await set.clock.runUntil(set.optimizer.optimize())
  expect(set.runner.submitted).toHaveLength(5)
  expect(set.optimizer.summary.figures.cost?.capUsd).toBe(0.5)
})

test('a trial that was cut off by the end of the run costs what it took', async () => {
  const set = setUp({ runTimeLimitMs: 2_000 }, () => ({ value: { usage: usage(2) }, afterMs: 10_000 }), { workers: 3 })
  await set.clock.runUntil(set.optimizer.optimize())
  expect(set.optimizer.summary.figures).toMatchObject({ finished: 0, cancelled: 3 })
  expect(set.optimizer.stopReason?.kind).toBe('run-time')
})

test('a runner that tells no cost has none, and is not run with a cap', async () => {
  const without = setUp({ trials: 2 }, lasting(1), { billing: null })
  await without.clock.runUntil(without.optimizer.optimize())
  expect(without.optimizer.summary.figures.cost).toBeNull()
  const capped = setUp({ maxCostUsd: 1 }, lasting(1), { billing: null })
  await expect(capped.optimizer.optimize()).rejects.toThrow('maxCostUsd: this runner does not say what a trial costs')
})

test.each([0, -1, Number.NaN, '1'])('a cap of %s is refused', (maxCostUsd) => {
  expect(() => setUp({ maxCostUsd: maxCostUsd as number }, lasting(1))).toThrow('maxCostUsd: expected a number of US dollars above 0')
})
