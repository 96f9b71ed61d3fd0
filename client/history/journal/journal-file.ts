import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { TrialfanError } from '../../../contract/errors.ts'
import type { JournalClock } from './journal-clock.ts'
import { JournalError } from './journal-error.ts'
import { writeLine } from './journal-line.ts'
import type { JournalEntry } from './journal-record.ts'

export interface JournalFileOptions {
  readonly path: string
  readonly clock: JournalClock
  /** How much of the file is good: the rest is cut. */
  readonly bytes: number
  readonly records: number
}

/** What is written is on the disk at the latest this much later, ms. */
const SYNC_AFTER_MS = 1_000

/**
 * Appends records. `append` costs no system call; `flush` hands everything to the operating system in one write, so that it outlives this
 * process from then on; the disk has it a second later. The first failure is final: nothing is written after it.
 */
export class JournalFile {
  readonly #options: JournalFileOptions
  readonly #file: number
  #lines: string[] = []
  #written: number
  #records: number
  #failure: TrialfanError | null = null
  #flushIsDue = false
  #syncTimer: (() => void) | null = null
  #isClosed = false

  /** @throws JournalError */
  constructor(options: JournalFileOptions) {
    this.#options = options
    this.#written = options.bytes
    this.#records = options.records
    try {
      this.#file = openSync(options.path, 'a')
      if (fstatSync(this.#file).size > options.bytes) ftruncateSync(this.#file, options.bytes)
    } catch (cause) {
      throw writeError(options.path, cause)
    }
  }

  /** @throws JournalError when writing has failed before */
  append(entry: JournalEntry): void {
    if (this.#failure !== null) throw this.#failure
    if (this.#isClosed) throw new JournalError('JOURNAL_CLOSED', `${this.#options.path}: the journal is closed`)
    this.#lines.push(writeLine(JSON.stringify({ n: this.#records++, at: this.#options.clock.now(), ...entry })))
    if (this.#flushIsDue) return
    this.#flushIsDue = true
    // What nobody flushes goes out with the end of this turn; a failure shows at the next call.
    queueMicrotask(() => {
      this.#flushIsDue = false
      this.#tryWrite()
    })
  }

  /** So much of the file is whole records; it is not cut any more. */
  get written(): number {
    return this.#written
  }

  /** Nothing is written from now on, for this reason. */
  fail(error: TrialfanError): void {
    this.#failure ??= error
  }

  /** @throws JournalError: the disk is full, the folder is read-only */
  flush(): void {
    this.#tryWrite()
    if (this.#failure !== null) throw this.#failure
  }

  /** Everything is on the disk when this returns, unless writing has failed before. */
  close(): void {
    if (this.#isClosed) return
    this.#tryWrite()
    this.#isClosed = true
    this.#syncTimer?.()
    try {
      fsyncSync(this.#file)
    } catch (cause) {
      this.#failure ??= writeError(this.#options.path, cause)
    }
    closeSync(this.#file)
  }

  #tryWrite(): void {
    if (this.#lines.length === 0 || this.#failure !== null || this.#isClosed) return
    const bytes = Buffer.from(this.#lines.join(''))
    this.#lines = []
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done)
      this.#written += bytes.length
    } catch (cause) {
      this.#failure = writeError(this.#options.path, cause)
      this.#cutHalfRecord()
      return
    }
    this.#syncTimer ??= this.#options.clock.after(SYNC_AFTER_MS, () => this.#sync())
  }

  #cutHalfRecord(): void {
    try {
      ftruncateSync(this.#file, this.#written)
    } catch {
      // Whoever reads the journal cuts it.
    }
  }

  #sync(): void {
    this.#syncTimer = null
    if (this.#isClosed) return
    fdatasync(this.#file, (cause) => {
      // A file that was closed meanwhile has been synced then.
      if (cause !== null && !this.#isClosed) this.#failure ??= writeError(this.#options.path, cause)
    })
  }
}

function writeError(path: string, cause: unknown): JournalError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : ''
  const message = cause instanceof Error ? cause.message : String(cause)
  const mend =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'the disk is full: make room'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'it may not be written: check the folder'
        : 'check the disk'
  return new JournalError(
    'JOURNAL_WRITE',
    `${path}: cannot write the journal (${message}): ${mend}, then resume the run`,
    { path, code },
    { cause },
  )
}
