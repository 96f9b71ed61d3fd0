import { expect, test } from 'vitest'
import type { RunnerBilling } from '../../../../../client/runner/runner-billing.ts'
import { AWS_PRICES } from '../../../../../client/study/cost/aws-prices.ts'
import { checkPrices } from '../../../../../client/study/cost/check-prices.ts'
import { formatUsd } from '../../../../../client/study/cost/format-usd.ts'
import { RunCost } from '../../../../../client/study/cost/run-cost.ts'
import type { TrialUsage } from '../../../../../contract/trial.ts'

const NO_CALLS = { queueRequests: 0, objectReads: 0, objectWrites: 0 }
const billing = (changes: Partial<RunnerBilling> = {}): RunnerBilling => ({
  isCharged: true,
  architecture: 'arm64',
  memoryMiB: 1769,
  longestTrialMs: 900_000,
  calls: NO_CALLS,
  ...changes,
})
const usage = (changes: Partial<TrialUsage> = {}): TrialUsage => ({
  requests: 1,
  gbSeconds: 1769 / 1024,
  queueSends: 1,
  objectReads: 0,
  objectWrites: 0,
  estimatedAttempts: 0,
  ...changes,
})
const add = (cost: RunCost, trials: number, one: TrialUsage): void => {
  for (let i = 0; i < trials; i++) cost.add({ usage: one, runtimeMs: 1_000 })
}

test('1,000 trials of 1 s on 1,769 MiB of arm64 cost what a hand calculation says', () => {
  // The client read the results in tens: 100 receives and 100 deletes; it opened and removed the queue, and stored the target.
  const calls = { queueRequests: 202, objectReads: 1, objectWrites: 1 }
  const cost = new RunCost(AWS_PRICES, () => billing({ calls }))
  add(cost, 1_000, usage())
  const { usd, usdBy, used } = cost.figures(null)
  expect(used).toMatchObject({ requests: 1_000, queueRequests: 1_202 })
  expect(used.gbSeconds).toBeCloseTo(1727.539, 3)
  expect(usdBy.compute).toBeCloseTo(0.023034, 7) // 1,727.539 GB-s × $0.0000133334
  expect(usdBy.requests).toBeCloseTo(0.0002, 10) // 1,000 × $0.20 a million
  expect(usdBy.queue).toBeCloseTo(0.0004808, 10) // 1,202 × $0.40 a million
  expect(usdBy.objects).toBeCloseTo(0.0000054, 10) // one PUT, one HEAD
  expect(usd).toBeCloseTo(0.0237202, 7)
  expect(cost.usd).toBe(usd)
})

test('x86 is a quarter dearer, and what the workers run on is asked each time', () => {
  let architecture: RunnerBilling['architecture'] = 'arm64'
  const cost = new RunCost(AWS_PRICES, () => billing({ architecture }))
  add(cost, 10, usage())
  const arm = cost.figures(null).usdBy.compute
  architecture = 'x86_64'
  expect(cost.figures(null).usdBy.compute / arm).toBeCloseTo(1.25, 3)
  expect(cost.figures(null).architecture).toBe('x86_64')
})

test('the free tier: the largest share counts, and what lies beyond it is to pay', () => {
  const cost = new RunCost(AWS_PRICES, () => billing())
  add(cost, 1, usage({ gbSeconds: 100_000, objectWrites: 1_000_000 }))
  expect(cost.figures(null).freeTier).toEqual({ share: 0.25, usdBeyond: 5 })
  add(cost, 1, usage({ gbSeconds: 400_000 }))
  expect(cost.figures(null).freeTier.share).toBe(1.25)
  expect(cost.figures(null).freeTier.usdBeyond).toBeCloseTo(5 + 100_000 * 1.33334e-5, 9)
})

test('a trial that does not tell is estimated by its run time', () => {
  const cost = new RunCost(AWS_PRICES, () => billing({ memoryMiB: 2048 }))
  cost.add({ runtimeMs: 499.5 })
  expect(cost.figures(null)).toMatchObject({ estimatedAttempts: 1, used: { gbSeconds: 1, requests: 1 } })
})

test('the figures say which prices, which cap, and whether anything is charged', () => {
  const cost = new RunCost(AWS_PRICES, () => billing({ isCharged: false }))
  expect(cost.figures(0.5)).toMatchObject({ usd: 0, isCharged: false, capUsd: 0.5, prices: { region: 'us-east-1', asOf: AWS_PRICES.asOf } })
})

test("a user's prices go before AWS's, one by one", () => {
  const prices = checkPrices('scenario', { region: 'eu-central-1', usdPerMillionRequests: 0.25, freeTier: { gbSeconds: 0 } })
  expect(prices).toEqual({
    ...AWS_PRICES,
    region: 'eu-central-1',
    usdPerMillionRequests: 0.25,
    freeTier: { ...AWS_PRICES.freeTier, gbSeconds: 0 },
  })
  const cost = new RunCost(prices, () => billing())
  add(cost, 1_000_000, usage({ gbSeconds: 0, queueSends: 0 }))
  expect(cost.usd).toBeCloseTo(0.25, 9)
})

test.each([
  [{ usdPerMillionRequest: 1 }, 'prices.usdPerMillionRequest: there is no such option; did you mean "usdPerMillionRequests"?'],
  [{ usdPerGBSecond: { arm64: -1 } }, 'prices.usdPerGBSecond.arm64: expected a number, 0 or more, got -1'],
  [{ asOf: '' }, 'prices.asOf: expected a text'],
  [3, 'prices: expected a record of prices, got 3'],
])('prices that do not fit are refused by name: %j', (given, message) => {
  expect(() => checkPrices('scenario', given)).toThrow(message)
})

test.each([
  [0, '$0'],
  [0.0123456, '$0.0123'],
  [0.00041, '$0.00041'],
  [0.5, '$0.50'],
  [4.2, '$4.20'],
  [1234.5, '$1234.50'],
])('%d is written %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text)
})
