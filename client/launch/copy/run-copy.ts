import { TrialfanError } from '../../../contract/errors.ts'
import { runManifestKey } from '../../../contract/object-keys.ts'
import type { RunJournal } from '../../history/journal/run-journal.ts'
import { manifestText } from '../../history/journal/run-manifest.ts'
import { runPaths } from '../../history/journal/run-paths.ts'
import { type Clock, within } from '../../runner/clock.ts'
import type { ObjectPort } from '../../runner/transport.ts'
import { extendsCopy } from './extends-copy.ts'
import { JournalCopy } from './journal-copy.ts'
import { NOTHING_COPIED } from './lease-record.ts'
import { type LeaseOptions, RunLease } from './run-lease.ts'

/** So often what is new is copied, and said that this process is there, ms. */
const BEAT_MS = 30_000
/** A beat that takes longer is given up; the next one makes up for it, ms. */
const TIMEOUT_MS = 20_000
/** Results that wait for the next beat; it comes early when there are more. */
const MOST_HELD = 1_000
/** How long the end of a run waits for its last copy, ms. */
const LAST_MS = 5_000

/** Where runs are copied to. */
export type CopyPlace = Omit<LeaseOptions, 'run'>

export interface CopyOptions {
  /** Those whose calls are counted. */
  readonly objects: ObjectPort
  readonly onWarning: (warning: Error) => void
  /** Another process has taken the run: this one must stop. */
  readonly onLost: (error: TrialfanError) => void
}

/**
 * Keeps a copy of a run beside its queue, so that another machine can take it up: manifest and journal, with a lease that says who works
 * on it. It goes on in the background; nothing waits for it but the run's end, a few seconds.
 */
export class RunCopy {
  readonly #journal: RunJournal
  readonly #lease: RunLease
  readonly #copy: JournalCopy
  readonly #clock: Clock
  #objects: ObjectPort
  #options: CopyOptions | null = null
  #timer: (() => void) | null = null
  #beating: Promise<void> = Promise.resolve()
  readonly #held: { readonly bytes: number; readonly callback: () => void }[] = []
  #isManifestThere = false
  #isLost = false
  #isFailing = false

  /** For a run that begins. @throws TrialfanError RUN_EXISTS, TransportError */
  static async create(journal: RunJournal, place: CopyPlace): Promise<RunCopy> {
    return new RunCopy(journal, await RunLease.create({ ...place, run: journal.manifest.run }), place)
  }

  /**
   * For a run whose folder is here; `held` is its lease when this process has it already.
   * @throws RunLockedError when a process of another machine works on it; TrialfanError RUN_ELSEWHERE when one has gone on with it; TransportError
   */
  static async takeUp(journal: RunJournal, place: CopyPlace, held: RunLease | null): Promise<RunCopy> {
    const { run } = journal.manifest
    const lease = held ?? (await RunLease.take({ ...place, run })) ?? (await RunLease.create({ ...place, run }))
    if (extendsCopy(runPaths(journal.folder).journal, lease.copied)) return new RunCopy(journal, lease, place)
    await lease.release(lease.copied, place.objects, place.signal)
    const mend = `move ${journal.folder} away and resume the run again: it is taken from the stack then`
    throw new TrialfanError('RUN_ELSEWHERE', `run ${run} has gone on elsewhere since this folder was written: ${mend}`, { run })
  }

  private constructor(journal: RunJournal, lease: RunLease, { objects, clock }: CopyPlace) {
    const { holder, copied } = lease
    this.#journal = journal
    this.#lease = lease
    this.#copy = new JournalCopy({ run: journal.manifest.run, path: runPaths(journal.folder).journal, holder, copied })
    this.#clock = clock
    this.#objects = objects
  }

  /** Copies from now on. A result stays in the run's queue until the copy has it: it is not lost with this machine. */
  begin(options: CopyOptions): void {
    this.#options = options
    this.#objects = options.objects
    this.#journal.holdUntilKept((bytes, callback) => this.#hold(bytes, callback))
    this.#beat()
  }

  /** Copies what is new at once. */
  async settle(): Promise<void> {
    await this.#beating
    this.#beat()
    await this.#beating
  }

  /** The last copy, if there was a first; then the run is free for the next process. Never throws. */
  async close(): Promise<void> {
    this.#timer?.()
    this.#journal.holdUntilKept(null)
    const { onWarning = () => undefined } = this.#options ?? {}
    const hasBegun = this.#options !== null
    this.#options = null
    await within(this.#clock, LAST_MS, async (signal) => {
      await Promise.race([this.#beating, aborted(signal)])
      if (this.#isLost) return
      if (hasBegun && !this.#journal.isEmpty) await this.#copyAll(signal)
      const copied = hasBegun && this.#journal.isEmpty ? NOTHING_COPIED : this.#copy.copied
      await this.#lease.release(copied, this.#objects, signal)
    }).catch(onWarning)
  }

  #hold(bytes: number, callback: () => void): void {
    this.#held.push({ bytes, callback })
    if (this.#held.length === MOST_HELD) void this.#beating.then(() => this.#beat())
  }

  #beat(): void {
    if (this.#options === null || this.#isLost) return
    const { onWarning, onLost } = this.#options
    this.#timer?.()
    this.#timer = this.#clock.after(BEAT_MS, () => void this.#beating.then(() => this.#beat()))
    this.#beating = within(this.#clock, TIMEOUT_MS, (signal) => this.#keep(onLost, signal)).then(
      () => {
        this.#isFailing = false
      },
      (error: Error) => {
        if (!this.#isFailing) onWarning(error)
        this.#isFailing = true
      },
    )
  }

  async #keep(onLost: (error: TrialfanError) => void, signal: AbortSignal): Promise<void> {
    await this.#copyAll(signal)
    const { copied } = this.#copy
    if (await this.#lease.keep(copied, this.#objects, signal)) {
      const waiting = this.#held.findIndex(({ bytes }) => bytes > copied.bytes)
      for (const { callback } of this.#held.splice(0, waiting === -1 ? this.#held.length : waiting)) callback()
      return
    }
    this.#isLost = true
    const message = `another process has taken run ${this.#journal.manifest.run} over, because this one was not heard of for a while: this one stops`
    const error = new TrialfanError('RUN_TAKEN', message, { run: this.#journal.manifest.run })
    this.#journal.fail(error)
    onLost(error)
  }

  async #copyAll(signal: AbortSignal): Promise<void> {
    const { run } = this.#journal.manifest
    if (!this.#isManifestThere) {
      const manifest = Buffer.from(manifestText(this.#journal.manifest))
      await this.#objects.put(runManifestKey(run), { bytes: manifest.byteLength, chunks: () => [manifest] }, { signal })
      this.#isManifestThere = true
    }
    await this.#copy.upTo(this.#journal.writtenBytes, this.#objects, signal)
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
