import { expect, it } from 'vitest'
import { checkTrialInfo } from '../../../../client/runner/check-trial-info.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'

it('takes what JSON can hold', () => {
  checkTrialInfo({ configuration: { x: 1.5, name: 'a', flag: true, none: null }, instance: 'i', seed: 3, budget: 0.5 })
  checkTrialInfo({ configuration: {}, timeLimitMs: 12.5 })
  checkTrialInfo({ configuration: {} })
})

it.each([
  [undefined, 'trial: expected a record with a configuration, got undefined'],
  [{ configuration: [1] }, 'configuration: expected a record'],
  [{ configuration: { x: Number.NaN } }, 'configuration.x: expected a finite number, a string, a boolean or null, got NaN (number)'],
  [{ configuration: { x: () => 1 } }, 'configuration.x: expected a finite number, a string, a boolean or null, got a function (x)'],
  [{ configuration: { x: 12n } }, 'configuration.x: expected a finite number, a string, a boolean or null, got 12n (bigint)'],
  [{ configuration: {}, seed: Number.NaN }, 'seed: expected an integer, or null'],
  [{ configuration: {}, seed: 1.5 }, 'seed: expected an integer, or null, got 1.5 (number)'],
  [{ configuration: {}, budget: Number.POSITIVE_INFINITY }, 'budget: expected a finite number, or null'],
  [{ configuration: {}, timeLimitMs: 0 }, 'timeLimitMs: expected a number of milliseconds above 0, or null, got 0 (number)'],
  [{ configuration: {}, instance: 5 }, "instance: expected an instance's name, or null, got 5 (number)"],
])('refuses what would not arrive as it is: %s', (info, message) => {
  expect(() => checkTrialInfo(info as unknown as TrialInfo)).toThrow(message)
})
