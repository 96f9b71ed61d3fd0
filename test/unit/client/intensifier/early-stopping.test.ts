import { describe, expect, test } from 'vitest'
import { EarlyStopping, type EarlyStoppingRule } from '../../../../client/intensifier/early-stopping.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../../../contract/trial.ts'
import { ended } from './ended.ts'

const info = (instance: string | null = null): TrialInfo => ({ configuration: { x: 1 }, instance })

/** A trial that reported these costs, at budgets 1, 2, 3, … */
function curve(...costs: readonly number[]): TrialValue {
  return { ...ended(costs.at(-1) ?? 0), additionalInfo: { reports: costs.map((cost, at) => ({ budget: at + 1, cost })) } }
}

function rule(options: Partial<EarlyStoppingRule> = {}): EarlyStopping {
  return new EarlyStopping({ rule: 'median', percentile: 50, minTrials: 3, minBudget: Number.NEGATIVE_INFINITY, ...options })
}

describe('the median rule', () => {
  test('allows the median of the mean reports up to each budget, once enough trials have reported there', () => {
    const stopping = rule()
    stopping.told(info(), curve(9, 3, 0))
    stopping.told(info(), curve(8, 4))
    expect(stopping.limits(info())).toBeNull()
    stopping.told(info(), curve(5, 5, 5))
    // Means up to budget 1: 5, 8, 9; to 2: 5, 6, 6; only two of them went on to 3.
    expect(stopping.limits(info())).toEqual([
      { budget: 1, cost: 8 },
      { budget: 2, cost: 6 },
    ])
  })

  test('compares trials of one instance', () => {
    const stopping = rule({ minTrials: 1 })
    stopping.told(info('hard'), curve(100))
    stopping.told(info('easy'), curve(1))
    expect(stopping.limits(info('hard'))).toEqual([{ budget: 1, cost: 100 }])
    expect(stopping.limits(info('easy'))).toEqual([{ budget: 1, cost: 1 }])
    expect(stopping.limits(info('new'))).toBeNull()
  })

  test('learns nothing from trials that did not end well, from none that was stopped, and from reports that are none', () => {
    const stopping = rule({ minTrials: 1 })
    for (const status of [StatusType.CRASHED, StatusType.TIMEOUT, StatusType.MEMORYOUT, StatusType.STOPPED])
      stopping.told(info(), { ...curve(1), status })
    for (const reports of ['no', 7, [null, 3, { budget: 'a', cost: 1 }, { budget: 1, cost: [1, 2] }, { budget: 2 }]])
      stopping.told(info(), { ...ended(1), additionalInfo: { reports } })
    expect(stopping.limits(info())).toBeNull()
  })
})

test('the percentile rule allows the percentile of the last reports, from the least budget on', () => {
  const stopping = rule({ rule: 'percentile', percentile: 25, minBudget: 2 })
  for (const last of [1, 2, 3, 4, 5]) stopping.told(info(), curve(9, last))
  expect(stopping.limits(info())).toEqual([{ budget: 2, cost: 2 }])
})

test('a curve that skips a budget counts there with what it last reported', () => {
  const stopping = rule({ rule: 'percentile', percentile: 50, minTrials: 2 })
  stopping.told(info(), curve(3, 2, 1))
  const reports = [
    { budget: 1, cost: 7 },
    { budget: 3, cost: 5 },
  ]
  stopping.told(info(), { ...ended(5), additionalInfo: { reports } })
  expect(stopping.limits(info())?.map(({ cost }) => cost)).toEqual([5, 4.5, 3])
})

test('however many budgets there are, a few limits say it, the last budget among them', () => {
  const stopping = rule({ minTrials: 1 })
  stopping.told(info(), curve(...Array.from({ length: 1_000 }, () => 1)))
  expect(stopping.limits(info())?.length).toBeLessThanOrEqual(32)
  expect(stopping.limits(info())?.at(-1)).toEqual({ budget: 1_000, cost: 1 })
  stopping.told(info(), curve(...Array.from({ length: 5_000 }, () => 3)))
  expect(stopping.limits(info())?.length).toBeLessThanOrEqual(32)
  expect(stopping.limits(info())?.at(-1)).toEqual({ budget: 5_000, cost: 3 })
})
