import { closeSync, openSync, readSync } from 'node:fs'
import { JournalError } from './journal-error.ts'

export interface JournalLine {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** Where the line ends in the file, its line feed included. */
  readonly end: number
  /** False for a last line without its line feed. */
  readonly isWhole: boolean
}

const CHUNK_BYTES = 1024 * 1024
/** No record is longer: a result's body has 64 MiB at most. */
const MAX_LINE_BYTES = 80 * 1024 * 1024
const LINE_FEED = 10

/**
 * Reads a file line by line, in bounded memory.
 * @throws JournalError for a line that is longer than any record
 */
export function* journalLines(path: string): Generator<JournalLine> {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    let parts: Buffer[] = []
    let length = 0
    let number = 1
    let end = 0
    for (let got = readSync(file, chunk); got > 0; got = readSync(file, chunk)) {
      let start = 0
      for (let at = chunk.indexOf(LINE_FEED); at !== -1 && at < got; at = chunk.indexOf(LINE_FEED, start)) {
        parts.push(chunk.subarray(start, at))
        const text = Buffer.concat(parts).toString('utf8')
        end += length + (at - start) + 1
        yield { number: number++, text, end, isWhole: true }
        parts = []
        length = 0
        start = at + 1
      }
      length += got - start
      if (length > MAX_LINE_BYTES) {
        throw new JournalError('JOURNAL_DAMAGED', `${path}:${number}: this line has more than ${MAX_LINE_BYTES} bytes`, {
          path,
          line: number,
        })
      }
      if (got > start) parts.push(Buffer.from(chunk.subarray(start, got)))
    }
    if (length > 0) yield { number, text: Buffer.concat(parts).toString('utf8'), end: end + length, isWhole: false }
  } finally {
    closeSync(file)
  }
}
