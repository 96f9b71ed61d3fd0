import { TrialfanError } from '../../../contract/errors.ts'

/**
 * A journal that cannot be read or written; `code` says which: `JOURNAL_DAMAGED`, `JOURNAL_WRITE`, `JOURNAL_FORMAT`, `JOURNAL_READ`.
 * @public
 */
export class JournalError extends TrialfanError {}
