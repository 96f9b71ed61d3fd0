import { StatusType } from '../../../contract/status.ts'
import { type TrialResult, WORKER_KILLED } from '../../../contract/trial-result.ts'

/** What a result means for its trial: its end, nothing, another send, or another attempt that is counted under this name. */
export type Verdict = 'end' | 'duplicate' | 'send again' | 'lostWorkers' | 'size'

/** What the ledger knows of the trial. */
export interface TrialStanding {
  /** The result is of the attempt that is in flight. */
  readonly current: boolean
  /** Its worker size, an index, and the largest that it may climb to. */
  readonly size: number
  readonly largestSize: number
  /** Whether it may be tried again after another lost worker. */
  readonly hasRetries: boolean
}

export function verdictOf(result: TrialResult, { current, size, largestSize, hasRetries }: TrialStanding): Verdict {
  const { status, retryable, started, info } = result
  const isOutOfMemory = status === StatusType.MEMORYOUT && !retryable && largestSize > 0
  // An earlier attempt's failure says nothing of the present one, nor does that it had too little memory.
  if (!current && (retryable || isOutOfMemory)) return 'duplicate'
  const canClimb = size < largestSize
  if (retryable && !started) return 'send again'
  // A worker that is killed again was most likely killed for its memory: the system leaves no other words for it.
  if (retryable) return !hasRetries && canClimb && info.errorCode === WORKER_KILLED ? 'size' : 'lostWorkers'
  return isOutOfMemory && canClimb ? 'size' : 'end'
}
