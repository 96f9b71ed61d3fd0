import { StatusType } from '../../../contract/status.ts'
import { type TrialResult, WORKER_KILLED } from '../../../contract/trial-result.ts'

/** What a result means for its trial: its end, nothing, another send, or another attempt that is counted under this name. */
export type Verdict = 'end' | 'duplicate' | 'send again' | 'lostWorkers' | 'crashes' | 'size'

/** What the ledger knows of the trial. */
export interface TrialStanding {
  /** The result is of the attempt that is in flight. */
  readonly current: boolean
  /** Its worker size, an index, and the largest that it may climb to. */
  readonly size: number
  readonly largestSize: number
  /** Whether it may be tried again after another lost worker. */
  readonly hasRetries: boolean
  /** Whether a target that throws is ever tried again, and whether it is now. */
  readonly retriesCrashes: boolean
  readonly hasCrashRetries: boolean
}

export function verdictOf(result: TrialResult, standing: TrialStanding): Verdict {
  const { current, size, largestSize, hasRetries, retriesCrashes, hasCrashRetries } = standing
  const { status, retryable, started, info } = result
  const isOutOfMemory = status === StatusType.MEMORYOUT && !retryable && largestSize > 0
  const isCrash = status === StatusType.CRASHED && !retryable && retriesCrashes
  // An earlier attempt's failure says nothing of the present one, nor does that it had too little memory.
  if (!current && (retryable || isOutOfMemory || isCrash)) return 'duplicate'
  const canClimb = size < largestSize
  if (retryable && !started) return 'send again'
  // A worker that is killed again was most likely killed for its memory: the system leaves no other words for it.
  if (retryable) return !hasRetries && canClimb && info.errorCode === WORKER_KILLED ? 'size' : 'lostWorkers'
  if (isCrash && hasCrashRetries) return 'crashes'
  return isOutOfMemory && canClimb ? 'size' : 'end'
}
