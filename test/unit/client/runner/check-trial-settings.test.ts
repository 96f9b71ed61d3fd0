import { describe, expect, it } from 'vitest'
import { checkTrialSettings } from '../../../../client/runner/check-trial-settings.ts'
import type { TrialSettings } from '../../../../client/runner/trial-settings.ts'

describe('what trials have in common', () => {
  it('has defaults for all but the objectives', () => {
    expect(checkTrialSettings({ objectives: ['cost'] })).toEqual({
      objectives: ['cost'],
      crashCost: Number.POSITIVE_INFINITY,
      trialTimeLimitMs: null,
      trialMemoryLimitMiB: null,
      memoryLadder: false,
      crashRetries: 0,
      stragglerFactor: null,
      instanceFeatures: null,
    })
  })

  it.each([
    [{}, 'scenario.objectives: expected a list of one or more different names, got undefined'],
    [{ objectives: 'cost' }, 'scenario.objectives: expected a list'],
    [{ objectives: ['a', 'a'] }, 'scenario.objectives: expected a list of one or more different names'],
    [{ objectives: ['a', 'b'], crashCost: [1] }, 'scenario.crashCost: expected a number, or a list of 2 numbers'],
    [{ objectives: ['a'], crashCost: Number.NaN }, 'scenario.crashCost: expected a number'],
    [
      { objectives: ['a'], trialTimeLimitMs: Number.NaN },
      'scenario.trialTimeLimitMs: expected a number above 0, or null, got NaN (number)',
    ],
    [{ objectives: ['a'], trialMemoryLimitMiB: 'x' }, 'scenario.trialMemoryLimitMiB: expected a number above 0, or null, got "x" (string)'],
    [{ objectives: ['a'], memoryLadder: 1 }, 'scenario.memoryLadder: expected true or false, got 1 (number)'],
    [{ objectives: ['a'], instanceFeatures: 5 }, 'scenario.instanceFeatures: expected a record'],
    [null, 'scenario: expected a scenario, got null'],
  ])('%j is refused: %s', (given, message) => {
    expect(() => checkTrialSettings(given as unknown as TrialSettings)).toThrow(message)
  })
})
