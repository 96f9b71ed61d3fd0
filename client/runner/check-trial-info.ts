import { describe, TrialfanError } from '../../contract/errors.ts'
import type { TrialInfo } from '../../contract/trial.ts'

/** Refuses a trial that would not arrive as it is: JSON has no NaN, no Infinity, no functions. @throws TrialfanError TRIAL that names the field */
export function checkTrialInfo(info: TrialInfo): void {
  if (!isRecord(info)) throw unfit('trial', 'a record with a configuration', info)
  const { configuration, instance = null, seed = null, budget = null, timeLimitMs = null, stopAbove = null } = info
  if (!isRecord(configuration)) throw unfit('configuration', 'a record: parameter → value', configuration)
  for (const [name, value] of Object.entries(configuration)) {
    const isPlain = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
    if (!isPlain) throw unfit(`configuration.${name}`, 'a finite number, a string, a boolean or null', value)
  }
  if (instance !== null && typeof instance !== 'string') throw unfit('instance', "an instance's name, or null", instance)
  if (seed !== null && !Number.isSafeInteger(seed)) throw unfit('seed', 'an integer, or null', seed)
  if (budget !== null && !Number.isFinite(budget)) throw unfit('budget', 'a finite number, or null', budget)
  if (timeLimitMs !== null && !(Number.isFinite(timeLimitMs) && timeLimitMs > 0))
    throw unfit('timeLimitMs', 'a number of milliseconds above 0, or null', timeLimitMs)
  if (stopAbove !== null && !(Array.isArray(stopAbove) && stopAbove.every(isLimit)))
    throw unfit('stopAbove', 'a list of { budget, cost }, finite numbers, or null', stopAbove)
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

const isLimit = (value: unknown): boolean =>
  isRecord(value) && 'budget' in value && Number.isFinite(value.budget) && 'cost' in value && Number.isFinite(value.cost)

function unfit(where: string, expected: string, got: unknown): TrialfanError {
  return new TrialfanError('TRIAL', `${where}: expected ${expected}, got ${describe(got)}`, { where })
}
