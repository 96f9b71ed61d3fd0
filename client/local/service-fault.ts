import { TrialfanError } from '../../contract/errors.ts'

/** A refusal in a cloud service's own words: what an AWS SDK turns back into its exception of the same name. */
export class ServiceFault extends TrialfanError {
  readonly status: number

  /** @param code the service's name for the error, e.g. `QueueDoesNotExist`, `NoSuchKey` */
  constructor(code: string, message: string, options: { status?: number; details?: Readonly<Record<string, unknown>> } = {}) {
    super(code, message, options.details)
    this.status = options.status ?? 400
  }
}
