import type { TrialOutcome } from '../../../../client/history/index.ts'
import { StatusType } from '../../../../contract/status.ts'

/** A finished trial's value; a success unless said otherwise. */
export function finished(cost: number | readonly number[], change: Partial<TrialOutcome> = {}): TrialOutcome {
  return { status: StatusType.SUCCESS, cost, runtimeMs: 10, cpuTimeMs: 8, startedAt: 1000, endedAt: 1010, attempt: 1, ...change }
}
