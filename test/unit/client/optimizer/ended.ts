import { StatusType } from '../../../../contract/status.ts'
import type { TrialValue } from '../../../../contract/trial.ts'

/** The value of a trial that has ended. */
export function ended(cost: number | readonly number[], status: TrialValue['status'] = StatusType.SUCCESS): TrialValue {
  return { status, cost, runtimeMs: 1, cpuTimeMs: 1, startedAt: 0, endedAt: 1, additionalInfo: {}, worker: null, attempt: 1 }
}
