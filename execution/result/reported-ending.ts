import type { StatusType } from '../../contract/status.ts'
import type { JsonObject } from '../../contract/trial.ts'

/** By name, because a target's bundle has a copy of this file to itself. */
const REPORTED = Symbol.for('trialfan.reported-ending')

/** How a trial ended by the account of a target that has it from somebody else: a script tells its status and its times. */
export interface ReportedEnding {
  /** Never RUNNING. */
  readonly status: StatusType
  /** In declared order; null unless the status is SUCCESS. */
  readonly cost: number | readonly number[] | null
  readonly info: JsonObject
  /** Instead of what was measured; null: what was measured. */
  readonly runtimeMs: number | null
  readonly cpuTimeMs: number | null
}

/** What a target returns to say it. */
export function reportEnding(ending: ReportedEnding): object {
  return { [REPORTED]: ending }
}

/** What a target has said so, or null. */
export function reportedEnding(returned: unknown): ReportedEnding | null {
  if (typeof returned !== 'object' || returned === null || !Object.hasOwn(returned, REPORTED)) return null
  return Reflect.get(returned, REPORTED) as ReportedEnding
}
