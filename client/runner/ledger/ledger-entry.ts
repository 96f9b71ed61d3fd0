import type { Flight } from './flight.ts'
import type { LedgerOptions } from './ledger-options.ts'
import type { LedgerEvent, TrialNumber } from './ledger-protocol.ts'
import type { TrialStanding } from './verdict-of.ts'

/** A story is for a person to read: its beginning is enough. */
const STORY_LENGTH = 24

/** What the ledger knows of one unfinished trial. */
export class LedgerEntry {
  readonly trial: TrialNumber
  readonly timeLimitMs: number
  /** Trials of one kind take about as long. */
  readonly kind: string
  /** What happened so far, for the error that should never come. */
  readonly story: string[] = []
  /** The number of the latest attempt, sent or to be sent. */
  attempt = 1
  /** The attempt that is on its way; null while the trial waits to be sent. */
  flight: Flight | null = null
  /** An earlier attempt that is on its way beside it: whichever ends first counts. */
  rival: Flight | null = null
  /** A second attempt was sent beside a slow one. */
  isCopied = false
  /** Sends that were throttled, failed, or dropped by the platform, since the last lost worker. */
  failedSends = 0
  /** Workers that were lost with this trial. */
  lostWorkers = 0
  /** How often its target threw. */
  crashes = 0
  /** The worker size it is sent to, an index: it climbs when memory runs out. */
  size = 0
  /** True once an attempt was accepted: the submission has succeeded. */
  admitted = false
  /** When it waits to be sent: not before this; 0: at once. */
  notBefore = 0

  constructor({ trial, timeLimitMs, kind = '', now }: LedgerEvent & { type: 'submitted' | 'resumed' }) {
    this.trial = trial
    this.timeLimitMs = timeLimitMs
    this.kind = kind
    this.tell(now, 'submitted')
  }

  /** As an earlier process has left it. */
  static resumed(event: LedgerEvent & { type: 'resumed' }): LedgerEntry {
    const entry = new LedgerEntry(event)
    entry.attempt = event.attempt
    entry.tell(event.now, `resumed, attempt ${event.attempt}`)
    return entry
  }

  /** Attempts that are on their way. */
  get flights(): readonly Flight[] {
    return [this.flight, this.rival].filter((flight) => flight !== null)
  }

  /** Of an invoke: nothing where the smallest size will do. */
  get sized(): { readonly size?: number } {
    return this.size === 0 ? {} : { size: this.size }
  }

  /** An attempt that nobody waits for any more. */
  isPast(attempt: number): boolean {
    return attempt < this.attempt || (this.flight !== null && this.flight.attempt < attempt)
  }

  /** @param current whether a result is of the attempt that is on its way */
  standing(current: boolean, { lostWorkerRetries, crashRetries = 0, largestSize = 0 }: LedgerOptions): TrialStanding {
    const hasRetries = this.rival !== null || this.lostWorkers < lostWorkerRetries
    const hasCrashRetries = this.rival !== null || this.crashes < crashRetries
    return { current, size: this.size, largestSize, hasRetries, retriesCrashes: crashRetries > 0, hasCrashRetries }
  }

  nextAttempt(now: number): void {
    this.attempt++
    this.tell(now, 'queued again')
  }

  tell(now: number, what: string): void {
    if (this.story.length < STORY_LENGTH) this.story.push(`${now} ${what}`)
  }
}
