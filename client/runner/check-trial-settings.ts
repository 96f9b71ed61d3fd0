import { describe, TrialfanError } from '../../contract/errors.ts'
import type { TrialSettings } from './trial-settings.ts'

/** Checks what every trial has in common before the first one, and fills in what may be left out. @throws TrialfanError SCENARIO */
export function checkTrialSettings(given: Partial<TrialSettings>): TrialSettings {
  if (typeof given !== 'object' || given === null) throw unfit('', 'a scenario', given)
  const { objectives, crashCost = Number.POSITIVE_INFINITY, instanceFeatures = null } = given
  const { trialTimeLimitMs = null, trialMemoryLimitMiB = null, memoryLadder = false } = given
  const { crashRetries = 0, stragglerFactor = null } = given
  if (!Array.isArray(objectives) || objectives.length === 0 || !objectives.every(isName) || new Set(objectives).size < objectives.length) {
    throw unfit('objectives', 'a list of one or more different names', objectives)
  }
  if (Array.isArray(crashCost) ? crashCost.length !== objectives.length || !crashCost.every(isCost) : !isCost(crashCost)) {
    throw unfit('crashCost', `a number, or a list of ${objectives.length} numbers (one for each objective)`, crashCost)
  }
  for (const [name, limit] of Object.entries({ trialTimeLimitMs, trialMemoryLimitMiB })) {
    if (limit !== null && !(typeof limit === 'number' && Number.isFinite(limit) && limit > 0))
      throw unfit(name, 'a number above 0, or null', limit)
  }
  if (typeof instanceFeatures !== 'object' || Array.isArray(instanceFeatures)) {
    throw unfit('instanceFeatures', 'a record: instance → numbers', instanceFeatures)
  }
  if (typeof memoryLadder !== 'boolean') throw unfit('memoryLadder', 'true or false', memoryLadder)
  if (!Number.isInteger(crashRetries) || crashRetries < 0) throw unfit('crashRetries', 'a whole number, 0 or more', crashRetries)
  if (stragglerFactor !== null && !(typeof stragglerFactor === 'number' && stragglerFactor > 1))
    throw unfit('stragglerFactor', 'a number above 1, or null', stragglerFactor)
  return { objectives, crashCost, trialTimeLimitMs, trialMemoryLimitMiB, memoryLadder, crashRetries, stragglerFactor, instanceFeatures }
}

const isName = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isCost = (value: unknown): boolean => typeof value === 'number' && !Number.isNaN(value)

function unfit(name: string, expected: string, got: unknown): TrialfanError {
  return new TrialfanError('SCENARIO', `scenario${name === '' ? '' : `.${name}`}: expected ${expected}, got ${describe(got)}`, { name })
}
