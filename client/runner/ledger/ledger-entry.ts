import type { LedgerOptions } from './ledger-options.ts'
import type { LedgerEvent, TrialNumber } from './ledger-protocol.ts'
import type { TrialStanding } from './verdict-of.ts'

/** A story is for a person to read: its beginning is enough. */
const STORY_LENGTH = 24

/** What the ledger knows of one unfinished trial. */
export class LedgerEntry {
  readonly trial: TrialNumber
  readonly timeLimitMs: number
  /** What happened so far, for the error that should never come. */
  readonly story: string[] = []
  state: 'queued' | 'invoking' | 'in flight' = 'queued'
  attempt = 1
  /** Sends that were throttled, failed, or dropped by the platform, since the last lost worker. */
  failedSends = 0
  /** Workers that were lost with this trial. */
  lostWorkers = 0
  /** The worker size it is sent to, an index: it climbs when memory runs out. */
  size = 0
  /** True once an attempt was accepted: the submission has succeeded. */
  admitted = false
  invokedAt = 0
  /** When the present state ends by itself: a lease in flight, a backoff when queued; 0 for never. */
  deadline = 0

  constructor(trial: TrialNumber, timeLimitMs: number, now: number) {
    this.trial = trial
    this.timeLimitMs = timeLimitMs
    this.tell(now, 'submitted')
  }

  /** As an earlier process has left it. */
  static resumed({ trial, attempt, sentAt, timeLimitMs, now }: LedgerEvent & { type: 'resumed' }): LedgerEntry {
    const entry = new LedgerEntry(trial, timeLimitMs, now)
    entry.tell(now, `resumed, attempt ${attempt}`)
    entry.attempt = attempt
    if (sentAt !== null) entry.state = 'in flight'
    entry.invokedAt = sentAt ?? 0
    return entry
  }

  invoke(now: number): void {
    this.state = 'invoking'
    this.invokedAt = now
    this.tell(now, `invoke, attempt ${this.attempt}`)
  }

  accepted(now: number): void {
    this.state = 'in flight'
    this.tell(now, 'accepted')
  }

  /** To be sent again, not before `deadline`; 0: at once. */
  queue(deadline: number): void {
    this.state = 'queued'
    this.deadline = deadline
  }

  /** Of an invoke: nothing where the smallest size will do. */
  get sized(): { readonly size?: number } {
    return this.size === 0 ? {} : { size: this.size }
  }

  standing(current: boolean, { lostWorkerRetries, largestSize = 0 }: LedgerOptions): TrialStanding {
    return { current, size: this.size, largestSize, hasRetries: this.lostWorkers < lostWorkerRetries }
  }

  nextAttempt(now: number): void {
    this.attempt++
    this.tell(now, 'queued again')
  }

  tell(now: number, what: string): void {
    if (this.story.length < STORY_LENGTH) this.story.push(`${now} ${what}`)
  }
}
