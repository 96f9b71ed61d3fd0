import { StatusType } from '../../../../contract/status.ts'
import type { TrialValue } from '../../../../contract/trial.ts'

/** A value as a runner gives it; infinite costs are crashes. */
export function ended(cost: number | readonly number[]): TrialValue {
  const status = [cost].flat().every(Number.isFinite) ? StatusType.SUCCESS : StatusType.CRASHED
  return { status, cost, runtimeMs: 1, cpuTimeMs: 1, startedAt: 0, endedAt: 1, additionalInfo: {}, worker: null, attempt: 1 }
}
