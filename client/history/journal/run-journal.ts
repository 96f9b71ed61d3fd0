import { mkdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { TrialfanError } from '../../../contract/errors.ts'
import { packageVersion } from '../../../contract/package-version.ts'
import type { TrialInfo, TrialValue } from '../../../contract/trial.ts'
import type { JournalClock } from './journal-clock.ts'
import { JournalError } from './journal-error.ts'
import { JournalFile } from './journal-file.ts'
import { JOURNAL_FORMAT, type JournalRecord, journalInfo, journalValue, MAX_ASKED } from './journal-record.ts'
import { readJournal } from './read-journal.ts'
import { RunLock } from './run-lock.ts'
import { manifestText, type RunManifest, readManifest, writeWhole } from './run-manifest.ts'
import { runPaths } from './run-paths.ts'
import { RunProgress } from './run-progress.ts'

/**
 * A run's folder while a process works on it: its manifest, its journal, its lock. Everything that is known of the run is replayed from
 * the journal. A runner writes down what it sends and what comes back, an optimizer what it was asked for and told.
 */
export class RunJournal implements Disposable {
  readonly folder: string
  #manifest: RunManifest
  /** Bytes of a record that was not written to its end, and was cut. */
  readonly tornBytes: number
  /** As the sessions before this one have left it. */
  readonly before: RunProgress
  readonly #lock: RunLock
  readonly #file: JournalFile
  readonly #numbers = new WeakMap<TrialInfo, number>()
  readonly #ended = new WeakSet<TrialInfo>()
  #asked: number
  #session: number
  #queue: 'new' | 'kept' | 'lost' = 'new'
  #hold: ((bytes: number, callback: () => void) => void) | null = null
  #nothingAsked: { readonly want: number; times: number } | null = null

  /** Makes the folder. @throws TrialfanError RUN_FOLDER when it cannot be made, or is there already */
  static create(folder: string, manifest: RunManifest, clock: JournalClock): RunJournal {
    const { manifest: path, lock, journal } = runPaths(folder)
    const held = inFolder(folder, () => {
      mkdirSync(folder, { recursive: true })
      return new RunLock(lock, clock)
    })
    try {
      inFolder(folder, () => writeWhole(path, manifestText(manifest)))
      const file = new JournalFile({ path: journal, clock, bytes: 0, records: 0 })
      return new RunJournal(folder, manifest, held, file, new RunProgress(), 0)
    } catch (cause) {
      held[Symbol.dispose]()
      throw cause
    }
  }

  /**
   * Takes a run up again: reads its journal through, and cuts what a dying process has not written to its end.
   * @throws RunLockedError, JournalError, TrialfanError RUN_FOLDER, RUN_MANIFEST
   */
  static open(folder: string, clock: JournalClock): RunJournal {
    const { manifest: path, lock, journal } = runPaths(folder)
    const held = inFolder(folder, () => new RunLock(lock, clock))
    try {
      const manifest = inFolder(folder, () => readManifest(path))
      const progress = new RunProgress()
      const records = readJournal(journal)
      let step = records.next()
      for (; step.done !== true; step = records.next()) progress.take(step.value)
      const { bytes, records: count, tornBytes } = step.value
      const file = new JournalFile({ path: journal, clock, bytes, records: count })
      return new RunJournal(folder, manifest, held, file, progress, tornBytes)
    } catch (cause) {
      held[Symbol.dispose]()
      throw cause
    }
  }

  private constructor(folder: string, manifest: RunManifest, lock: RunLock, file: JournalFile, before: RunProgress, tornBytes: number) {
    this.folder = folder
    this.#manifest = manifest
    this.tornBytes = tornBytes
    this.before = before
    this.#lock = lock
    this.#file = file
    this.#asked = before.asked
    this.#session = before.sessions === 0 ? 0 : before.session + 1
  }

  get manifest(): RunManifest {
    return this.#manifest
  }

  /** Limits that hold from now on, in later sessions too. @throws JournalError when they cannot be written */
  changeLimits(changed: RunManifest['changed']): void {
    const manifest = { ...this.#manifest, changed }
    inFolder(this.folder, () => writeWhole(runPaths(this.folder).manifest, manifestText(manifest)))
    this.#manifest = manifest
  }

  /** What an earlier session has sent can be told by it from what this one sends. */
  get session(): number {
    return this.#session
  }

  /** Whether what earlier sessions have sent may still be answered. */
  get queue(): 'new' | 'kept' | 'lost' {
    return this.#queue
  }

  /** The number of the first trial that this process submits. */
  get firstTrial(): number {
    return this.before.nextWire
  }

  /** Earlier sessions that have sent something, and when each did last. */
  get earlierSends(): ReadonlyMap<number, number> {
    return this.before.sentAt
  }

  /** Everything that the sessions before have written. */
  *records(): Generator<JournalRecord> {
    for (const record of readJournal(runPaths(this.folder).journal)) {
      if (record.n >= this.before.records) return
      yield record
    }
  }

  /** This process begins; `queue` says whether what was sent before may still be answered. @throws JournalError */
  begin(queue: 'new' | 'kept' | 'lost'): void {
    this.#queue = queue
    this.#file.append({
      type: 'session',
      format: JOURNAL_FORMAT,
      run: this.manifest.run,
      session: this.#session,
      trialfan: packageVersion(),
      pid: process.pid,
      host: hostname(),
      queue,
    })
    this.#file.flush()
  }

  /** This process ends, for a reason. @throws JournalError */
  stopped(kind: string, sentence: string): void {
    this.#file.append({ type: 'stopped', kind, sentence: sentence.slice(0, 10_000) })
    this.#file.flush()
  }

  /** The optimizer gave these when it was asked for `want` trials. @throws JournalError */
  asked(want: number, infos: readonly TrialInfo[]): void {
    if (infos.length === 0) {
      // A loop asks again and again while the optimizer waits for results: one record for all of them.
      if (this.#nothingAsked?.want === want && this.#nothingAsked.times < MAX_ASKED) this.#nothingAsked.times++
      else {
        this.#writeNothingAsked()
        this.#nothingAsked = { want, times: 1 }
      }
      return
    }
    this.#writeNothingAsked()
    for (const info of infos) this.#numbers.set(info, this.#asked++)
    this.#file.append({ type: 'asked', want, times: 1, trials: infos.map(journalInfo) })
  }

  /** The optimizer was told. @throws JournalError */
  told(info: TrialInfo, value: TrialValue): void {
    this.#writeNothingAsked()
    const trial = this.#numbers.get(info)
    if (trial !== undefined && this.#ended.has(info)) this.#file.append({ type: 'told', trial })
    else this.#file.append({ type: 'told-by-hand', trial: trial ?? null, info: journalInfo(info), value: journalValue(value) })
  }

  /** The optimizer knows this of an earlier run. @throws JournalError */
  known(info: TrialInfo, value: TrialValue): void {
    this.#file.append({ type: 'known', info: journalInfo(info), value: journalValue(value) })
  }

  /** Proposals are made in the background from here on. @throws JournalError */
  background(): void {
    this.#writeNothingAsked()
    this.#file.append({ type: 'background' })
  }

  /** Something came in from the background at these calls. @throws JournalError */
  delivered(calls: readonly number[]): void {
    this.#writeNothingAsked()
    this.#file.append({ type: 'delivered', calls: [...calls] })
  }

  /** A trial of an earlier session is known by this object now. */
  recall(info: TrialInfo, trial: number, hasEnded: boolean): void {
    this.#numbers.set(info, trial)
    if (hasEnded) this.#ended.add(info)
  }

  /** An attempt is about to be sent. @throws JournalError */
  sent(info: TrialInfo, wire: number, attempt: number): void {
    this.#file.append({ type: 'sent', trial: this.#number(info), wire, attempt })
  }

  /** The attempt that was sent last has been taken. @throws JournalError */
  accepted(info: TrialInfo, attempt: number): void {
    this.#file.append({ type: 'accepted', trial: this.#number(info), attempt })
  }

  /** A trial has ended. @throws JournalError */
  ended(info: TrialInfo, value: TrialValue): void {
    this.#file.append({ type: 'ended', trial: this.#number(info), value: journalValue(value) })
    this.#ended.add(info)
  }

  /** Nothing that was sent up to now is waited for any more. @throws JournalError */
  cancelled(reason: string): void {
    this.#session++
    this.#file.append({ type: 'cancelled', reason: reason.slice(0, 10_000) })
  }

  /** What was written up to now outlives this process. @throws JournalError */
  flush(): void {
    this.#file.flush()
  }

  /** So much of the journal's file is whole records, for whoever copies it. */
  get writtenBytes(): number {
    return this.#file.written
  }

  /** From now on, `hold` gets what waits until the journal is copied as far as it is written then; null: nothing waits. */
  holdUntilKept(hold: ((bytes: number, callback: () => void) => void) | null): void {
    this.#hold = hold
  }

  /** Calls back when what was written up to now is copied, where it is. */
  whenKept(callback: () => void): void {
    if (this.#hold === null) callback()
    else this.#hold(this.#file.written, callback)
  }

  /** The run is not this process's any more: every later write throws this. */
  fail(error: TrialfanError): void {
    this.#file.fail(error)
  }

  /** True while no trial was ever asked for. */
  get isEmpty(): boolean {
    return this.#asked === 0 && this.before.told === 0
  }

  /** Leaves nothing of the run. */
  discard(): void {
    this[Symbol.dispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }

  [Symbol.dispose](): void {
    this.#file.close()
    this.#lock[Symbol.dispose]()
  }

  #number(info: TrialInfo): number {
    const number = this.#numbers.get(info)
    if (number !== undefined) return number
    throw new JournalError('JOURNAL_STRANGER', 'a run that is written down takes only trials that its optimizer was asked for', {})
  }

  #writeNothingAsked(): void {
    if (this.#nothingAsked === null) return
    this.#file.append({ type: 'asked', ...this.#nothingAsked, trials: [] })
    this.#nothingAsked = null
  }
}

/** Errors of the file system become ours, with what to do. */
function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof TrialfanError) throw cause
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new TrialfanError('RUN_FOLDER', `${folder}: cannot use the run's folder: ${message}`, { folder }, { cause })
  }
}
