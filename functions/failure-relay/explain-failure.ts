import { StatusType } from '../../contract/status.ts'
import { WORKER_KILLED } from '../../contract/trial-result.ts'

/** The telling parts of a failure record; empty or null where the record has none. */
export interface FailureFacts {
  /** RetriesExhausted, EventAgeExceeded or ZeroReservedConcurrency. */
  readonly condition: string
  readonly statusCode: number | null
  readonly errorType: string
  readonly errorMessage: string
}

export interface FailureExplanation {
  readonly status: typeof StatusType.CRASHED | typeof StatusType.TIMEOUT | typeof StatusType.MEMORYOUT
  readonly code: string
  /** What a person reads beside the trial. */
  readonly error: string
  /** False when the event never reached a worker. */
  readonly started: boolean
  readonly retryable: boolean
  /** As far as the record tells it, else 0; milliseconds. */
  readonly runtimeMs: number
}

/**
 * Says what a trial's lost environment means.
 *
 * - The type `Runtime.OutOfMemory` is MEMORYOUT, and the same memory would not suffice a second time. That is how Lambda's Node.js
 *   runtimes tell a kill for memory from any other: the words of both are "signal: killed".
 * - "signal: killed" with any other type is CRASHED and retryable: somebody else ended the process, and the next one may live. One
 *   that was killed for memory after all is killed again, which ends it as one CRASHED record whose text names the memory, or, with
 *   a memory ladder, takes it to the next larger worker.
 * - The function's own time-out is TIMEOUT: the worker ends trials before it, so the trial starved the whole environment.
 * - An event that never ran (age, throttle, concurrency 0) and an environment that exited are retryable: the target cannot end
 *   the process it runs in, only its thread.
 */
export function explainFailure({ condition, statusCode, errorType, errorMessage }: FailureFacts): FailureExplanation {
  const { CRASHED, TIMEOUT, MEMORYOUT } = StatusType
  const words = `${errorType} ${errorMessage}`
  const said = errorMessage === '' ? '' : ` (${errorMessage})`

  if (condition === 'EventAgeExceeded') {
    return notRun(
      'EVENT_AGED_OUT',
      "not run: the event waited longer in Lambda's queue than its maximum age; fewer trials in flight would help",
    )
  }
  if (condition === 'ZeroReservedConcurrency') {
    return notRun('ZERO_CONCURRENCY', "not run: the worker function's reserved concurrency is 0; raise or remove it")
  }
  if (/out ?of ?memory/i.test(words)) {
    const error = `the worker ran out of memory${said}; give the function more memory, or the trial less to do`
    return { status: MEMORYOUT, code: 'WORKER_OUT_OF_MEMORY', error, started: true, retryable: false, runtimeMs: 0 }
  }
  const timedOut = /Task timed out after (\d+(?:\.\d+)?) seconds/.exec(errorMessage)
  if (timedOut !== null || /Task timed out|Sandbox\.Timedout/i.test(words)) {
    const runtimeMs = timedOut === null ? 0 : Number(timedOut[1]) * 1000
    return {
      status: TIMEOUT,
      code: 'FUNCTION_TIMEOUT',
      error: `the function's time-out ended the worker${said}`,
      started: true,
      retryable: false,
      runtimeMs,
    }
  }
  if (/signal: killed|exit status 137|SIGKILL/i.test(words)) {
    return crash(WORKER_KILLED, `the worker was killed, from outside or for its memory${said}`)
  }
  if (/exited|Runtime\.ExitError/i.test(words)) return crash('WORKER_EXITED', `the worker ended before it answered${said}`)
  if (statusCode === 429) return notRun('THROTTLED', `not run: the worker function was throttled for too long${said}`)
  if (words.trim() !== '')
    return crash('WORKER_ERROR', `the worker failed: ${[errorType, errorMessage].filter((word) => word !== '').join(': ')}`)
  return notRun('NOT_RUN', `Lambda gave up on the event without saying more${condition === '' ? '' : ` (${condition})`}`)

  function crash(code: string, error: string): FailureExplanation {
    return { status: CRASHED, code, error, started: true, retryable: true, runtimeMs: 0 }
  }

  function notRun(code: string, error: string): FailureExplanation {
    return { ...crash(code, error), started: false }
  }
}
