import { TrialfanError } from '../../contract/errors.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { ToldTrial } from '../history/journal/told-trials.ts'
import { checkBudget } from './check-budget.ts'
import type { Scenario } from './scenario.ts'
import { StudyError } from './study-error.ts'
import { toldTrial } from './told-trial.ts'

/** What a run knows before it begins. */
export interface KnownTrials {
  readonly trials: readonly (readonly [TrialInfo, TrialValue])[]
  /** So many of those that were given do not fit the scenario. */
  readonly skipped: number
  /** Why the first of them does not; null when all fit. */
  readonly reason: string | null
}

/** Those of earlier trials that the scenario could have had itself. @throws StudyError when there are some, and none fits */
export function knownTrials<C extends Configuration>(scenario: Scenario<C>, given: readonly ToldTrial[], now: number): KnownTrials {
  const trials: (readonly [TrialInfo, TrialValue])[] = []
  let reason: string | null = null
  for (const { info, value } of given) {
    try {
      const known = toldTrial(scenario, info, value, now)
      checkBudget('warm start', scenario, info.budget ?? null)
      trials.push(known)
    } catch (error) {
      if (!(error instanceof TrialfanError)) throw error
      reason ??= error.message
    }
  }
  if (trials.length === 0 && reason !== null)
    throw new StudyError('warm start', '', `none of the ${given.length} earlier trials fits this study; the first: ${reason}`)
  return { trials, skipped: given.length - trials.length, reason }
}
