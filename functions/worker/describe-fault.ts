import { TrialfanError } from '../../contract/errors.ts'
import { StatusType } from '../../contract/status.ts'
import type { JsonObject } from '../../contract/trial.ts'
import { FunctionFault } from '../function-fault.ts'

export interface FaultDescription {
  readonly status: typeof StatusType.CRASHED | typeof StatusType.MEMORYOUT
  readonly info: JsonObject
  readonly retryable: boolean
}

/** Says as a result what kept a worker from running a trial. An error nobody foresaw brings its stack along. */
export function describeFault(cause: unknown): FaultDescription {
  if (cause instanceof TrialfanError) {
    const status = cause.code === 'DATA_TOO_LARGE' ? StatusType.MEMORYOUT : StatusType.CRASHED
    // What is wrong with an event or an object is wrong the next time too, unless the fault says otherwise.
    const retryable = cause instanceof FunctionFault && cause.retryable
    return { status, info: { error: cause.message, errorCode: cause.code }, retryable }
  }
  const error = `the worker failed: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`
  const traceback = cause instanceof Error && cause.stack !== undefined ? { traceback: cause.stack } : {}
  return { status: StatusType.CRASHED, info: { error, errorCode: 'WORKER_FAULT', ...traceback }, retryable: true }
}
