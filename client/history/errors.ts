import { TrialfanError } from '../../contract/errors.ts'

/** A record that does not fit the history, or a question it cannot answer. */
export class HistoryError extends TrialfanError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('HISTORY', message, details)
  }
}
