import type { EarlyStoppingRule } from '../intensifier/early-stopping.ts'
import { OptionsReader } from './options-reader.ts'
import { StudyError } from './study-error.ts'

/** How trials are ended early that report intermediate costs: a rule's name, or the rule with what differs from its defaults. */
export type EarlyStoppingOption = EarlyStoppingRule['rule'] | (Partial<EarlyStoppingRule> & Pick<EarlyStoppingRule, 'rule'>)

const NAMES = ['rule', 'percentile', 'minTrials', 'minBudget']
const MEDIAN = 50
/** Optuna's defaults. */
const PERCENTILE = 25
const MIN_TRIALS = 5

/** @throws StudyError */
export function earlyStoppingRule(where: string, given: unknown, objectives: readonly string[]): EarlyStoppingRule | null {
  if (given === undefined || given === null) return null
  const option = 'earlyStopping'
  const wanted = '"median", "percentile" or { rule, percentile, minTrials, minBudget }'
  if (typeof given !== 'string' && (typeof given !== 'object' || Array.isArray(given)))
    throw StudyError.expected(where, option, wanted, given)
  const read = new OptionsReader(`${where}: ${option}`, typeof given === 'string' ? { rule: given } : given, NAMES)
  const rule = read.value('rule')
  if (rule !== 'median' && rule !== 'percentile') throw read.fault('rule', '"median" or "percentile"')
  if (objectives.length > 1)
    throw new StudyError(where, option, `expected one objective whose reports are compared, got ${objectives.length}`)
  if (rule === 'median' && read.isGiven('percentile')) throw read.fault('percentile', 'none with the rule "median"')
  const percentile = read.value('percentile') ?? (rule === 'median' ? MEDIAN : PERCENTILE)
  if (typeof percentile !== 'number' || !(percentile > 0 && percentile < 100)) throw read.fault('percentile', 'a number between 0 and 100')
  const minBudget = read.value('minBudget') ?? Number.NEGATIVE_INFINITY
  if (typeof minBudget !== 'number' || Number.isNaN(minBudget)) throw read.fault('minBudget', 'a budget')
  return Object.freeze({ rule, percentile, minTrials: read.count('minTrials', MIN_TRIALS), minBudget })
}
