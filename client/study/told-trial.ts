import { hasCost } from '../../contract/has-cost.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
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
  checkInstance(where, scenario, info.instance ?? null)
  const { status = StatusType.SUCCESS } = told
  if (!ENDINGS.includes(status))
    throw StudyError.expected(where, 'status', 'SUCCESS, CRASHED, TIMEOUT, MEMORYOUT or STOPPED of StatusType', status)
  const runtimeMs = told.runtimeMs ?? 0
  const endedAt = told.endedAt ?? now
  const value: TrialValue = {
    cpuTimeMs: 0,
    startedAt: endedAt - runtimeMs,
    additionalInfo: {},
    worker: null,
    attempt: 1,
    ...told,
    status,
    cost: hasCost(status) ? successCost(where, scenario, told.cost) : crashCost(scenario),
    runtimeMs,
    endedAt,
  }
  return [info, value]
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
