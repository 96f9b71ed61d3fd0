import { StatusType } from '../../../contract/status.ts'
import type { TrialResult } from '../../../contract/trial-result.ts'

/** What a result means for its trial: its end, nothing, another send, or another attempt that is counted under this name. */
export type Verdict = 'end' | 'duplicate' | 'send again' | 'lostWorkers' | 'size'

/** `current`: the result is of the attempt that is in flight, on the worker size with the index `size`; `largest`: of the largest. */
export function verdictOf({ status, retryable, started }: TrialResult, current: boolean, size: number, largest: number): Verdict {
  const canClimb = status === StatusType.MEMORYOUT && !retryable && largest > 0
  // An earlier attempt's failure says nothing of the present one, nor does that it had too little memory.
  if (!current && (retryable || canClimb)) return 'duplicate'
  if (retryable) return started ? 'lostWorkers' : 'send again'
  return canClimb && size < largest ? 'size' : 'end'
}
