import { TrialfanError } from '../contract/errors.ts'

/** Something around a trial that failed, not the trial; `retryable` says whether another attempt may go well. */
export class FunctionFault extends TrialfanError {
  readonly retryable: boolean

  constructor(code: string, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(code, message, { retryable: options.retryable }, { cause: options.cause })
    this.retryable = options.retryable
  }
}
