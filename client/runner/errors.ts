import { TrialfanError } from '../../contract/errors.ts'

/** A call after `close()`. */
export class RunnerClosedError extends TrialfanError {
  constructor(call: string) {
    super('RUNNER_CLOSED', `${call}: this runner is closed; make a new one`, { call })
  }
}

/** No worker for longer than the patience. */
export class NoWorkersError extends TrialfanError {
  readonly patienceSeconds: number

  constructor(patienceSeconds: number, limit: string, mend: string) {
    super('NO_WORKERS', `no worker for ${patienceSeconds} s: ${limit} is 0; ${mend}`, { patienceSeconds, limit })
    this.patienceSeconds = patienceSeconds
  }
}

/** A call to the cloud that failed for good; `code` says how (ACCESS_DENIED, OBJECT_MISSING, QUEUE_MISSING, UNREACHABLE, …). */
export class TransportError extends TrialfanError {
  readonly operation: string
  /** True when trying again may go well. */
  readonly transient: boolean

  constructor(code: string, operation: string, message: string, options: { transient: boolean; cause?: unknown }) {
    super(code, `${operation}: ${message}`, { operation, transient: options.transient }, { cause: options.cause })
    this.operation = operation
    this.transient = options.transient
  }
}
