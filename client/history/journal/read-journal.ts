import { ShapeError } from '../../../contract/errors.ts'
import { JournalError } from './journal-error.ts'
import { readLine } from './journal-line.ts'
import { type JournalLine, journalLines } from './journal-lines.ts'
import { JOURNAL_FORMAT, type JournalRecord, parseRecord } from './journal-record.ts'

/** Where the good part of a journal ends. */
export interface JournalEnd {
  /** Of all good records. */
  readonly bytes: number
  readonly records: number
  /** What lies behind: a record that a dying process, or a machine, did not finish writing. */
  readonly tornBytes: number
}

/**
 * Reads a journal's records in order, and gives where they end. A torn tail is left out; it is the caller's to cut and to tell of.
 * @throws JournalError with the line's number, when a record in the middle is damaged or missing, or of another format
 */
export function* readJournal(path: string): Generator<JournalRecord, JournalEnd> {
  let bytes = 0
  let records = 0
  let end = 0
  let torn: { readonly line: number; readonly complaint: string } | null = null
  for (const line of journalLines(path)) {
    end = line.end
    const text = line.isWhole ? readLine(line.text) : null
    if (text === null) {
      torn ??= { line: line.number, complaint: line.isWhole ? 'its checksum does not fit' : 'it has no end' }
      continue
    }
    // Something good behind something bad: that was no interrupted write.
    if (torn !== null) throw damaged(path, torn.line, torn.complaint)
    const record = parse(path, line, text)
    if (record.n !== records)
      throw damaged(path, line.number, `expected record ${records}, got ${record.n}: lines are missing, or there twice`)
    records++
    bytes = line.end
    yield record
  }
  return { bytes, records, tornBytes: end - bytes }
}

function parse(path: string, { number }: JournalLine, text: string): JournalRecord {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged(path, number, 'it is not JSON')
  }
  if (typeof value === 'object' && value !== null && 'format' in value && value.format !== JOURNAL_FORMAT) {
    const complaint = `format ${String(value.format).slice(0, 20)} met a trialfan that reads format ${JOURNAL_FORMAT}; use the version that wrote it`
    throw new JournalError('JOURNAL_FORMAT', `${path}:${number}: ${complaint}`, { path, line: number })
  }
  try {
    return parseRecord(value)
  } catch (cause) {
    if (cause instanceof ShapeError) throw damaged(path, number, cause.message, cause)
    throw cause
  }
}

function damaged(path: string, line: number, complaint: string, cause?: unknown): JournalError {
  return new JournalError('JOURNAL_DAMAGED', `${path}:${line}: this record is damaged: ${complaint}`, { path, line }, { cause })
}
