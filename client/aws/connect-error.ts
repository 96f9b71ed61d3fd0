import { TrialfanError } from '../../contract/errors.ts'

/** Why there is no way to a deployed stack; the message says how to mend it. */
export class ConnectError extends TrialfanError {
  constructor(
    code: 'REGION_MISSING' | 'CREDENTIALS_MISSING' | 'STACK_MISSING' | 'STACK_NOT_READY' | 'STACK_FOREIGN',
    message: string,
    details: Readonly<Record<string, unknown>>,
    cause?: unknown,
  ) {
    super(code, message, details, { cause })
  }
}
