import { hasCost } from '../../contract/has-cost.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, JsonObject, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { checkBudget } from './check-budget.ts'
import { type ObjectiveCosts, objectiveCosts } from './objective-costs.ts'
import type { Scenario } from './scenario.ts'
import { StudyError } from './study-error.ts'

/** A result as a person tells it: the cost is enough. Without a status it is a success. */
export interface ToldValue extends Partial<Omit<TrialValue, 'cost'>> {
  readonly cost?: ObjectiveCosts
}

const { SUCCESS, CRASHED, TIMEOUT, MEMORYOUT, STOPPED } = StatusType
const ENDINGS: readonly number[] = [SUCCESS, CRASHED, TIMEOUT, MEMORYOUT, STOPPED]

/**
 * Checks a trial that was told, whether it was asked for or not, and fills in what its value leaves out.
 * @throws StudyError, SpaceError
 */
export function toldTrial<C extends Configuration>(
  scenario: Scenario<C>,
  info: TrialInfo,
  told: ToldValue,
  now: number,
): readonly [TrialInfo, TrialValue] {
  const where = 'tell'
  if (typeof info !== 'object' || info === null) throw StudyError.expected(where, 'info', 'a trial ({ configuration, … })', info)
  if (typeof told !== 'object' || told === null) throw StudyError.expected(where, 'value', 'a value ({ cost, … })', told)
  scenario.space.check(info.configuration)
  checkConditions(where, scenario, info)
  const status = told.status ?? StatusType.SUCCESS
  if (!ENDINGS.includes(status))
    throw StudyError.expected(where, 'status', 'SUCCESS, CRASHED, TIMEOUT, MEMORYOUT or STOPPED of StatusType', status)
  const runtimeMs = duration(where, 'runtimeMs', told.runtimeMs ?? 0)
  const endedAt = moment(where, 'endedAt', told.endedAt ?? now)
  const value: TrialValue = {
    ...told,
    status,
    cost: hasCost(status) ? successCost(where, scenario, told.cost) : crashCost(scenario),
    runtimeMs,
    cpuTimeMs: duration(where, 'cpuTimeMs', told.cpuTimeMs ?? 0),
    startedAt: moment(where, 'startedAt', told.startedAt ?? endedAt - runtimeMs),
    endedAt,
    additionalInfo: record(where, 'additionalInfo', told.additionalInfo ?? {}),
    worker: told.worker ?? null,
    attempt: attempt(where, told.attempt ?? 1),
  }
  return [info, value]
}

/** What it was run on. Of a scenario with budgets, a trial without one is taken too: it is compared with no other. */
function checkConditions(where: string, scenario: Scenario, { instance = null, seed = null, budget = null }: TrialInfo): void {
  checkInstance(where, scenario, instance)
  if (seed !== null && !Number.isSafeInteger(seed)) throw StudyError.expected(where, 'seed', 'an integer, or null', seed)
  if (budget !== null) checkBudget(where, scenario, budget)
}

function checkInstance(where: string, { instances }: Scenario, instance: string | null): void {
  if (instances === null ? instance === null : instance !== null && instances.includes(instance)) return
  const expected = instances === null ? 'none (the scenario has no instances)' : `one of ${instances.join(', ')}`
  throw StudyError.expected(where, 'instance', expected, instance)
}

function successCost(where: string, { objectives }: Scenario, given: unknown): number | readonly number[] {
  if (objectives.length > 1 && typeof given === 'number') {
    throw StudyError.expected(where, 'cost', `${objectives.length} numbers, one for each of ${objectives.join(', ')}`, given)
  }
  const cost = objectiveCosts(where, 'cost', given, objectives)
  for (const one of typeof cost === 'number' ? [cost] : cost) {
    if (!Number.isFinite(one)) throw StudyError.expected(where, 'cost', 'a finite number (tell a trial that failed with its status)', one)
  }
  return cost
}

function crashCost({ objectives, crashCost: cost }: Scenario): number | readonly number[] {
  return objectives.length > 1 && typeof cost === 'number' ? objectives.map(() => cost) : cost
}

function duration(where: string, option: string, given: unknown): number {
  if (typeof given === 'number' && given >= 0 && given < Number.POSITIVE_INFINITY) return given
  throw StudyError.expected(where, option, 'a number of milliseconds', given)
}

function moment(where: string, option: string, given: unknown): number {
  if (typeof given === 'number' && Number.isFinite(given)) return given
  throw StudyError.expected(where, option, 'milliseconds since 1970', given)
}

function attempt(where: string, given: unknown): number {
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 1) return given
  throw StudyError.expected(where, 'attempt', 'an integer of at least 1', given)
}

function record(where: string, option: string, given: JsonObject): JsonObject {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given
  throw StudyError.expected(where, option, 'a record', given)
}
