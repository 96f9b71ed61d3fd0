import { DeadlineQueue } from './deadline-queue.ts'
import type { Flight } from './flight.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { LedgerOptions } from './ledger-options.ts'
import type { LedgerEvent, TrialNumber } from './ledger-protocol.ts'
import { SendOrder } from './send-order.ts'
import { WorkersTaken } from './workers-taken.ts'

/** What lies in the queue when a run is resumed is read at this rate at least, in ms a trial. */
const READ_MS_PER_TRIAL = 2

/**
 * Every trial that is not finished, and where it stands: waiting for a worker, waiting a while, or on its way under a lease.
 * Counts the workers that are taken.
 */
export class TrialRoll {
  readonly #options: LedgerOptions
  readonly #live = new Map<TrialNumber, LedgerEntry>()
  readonly #toSend = new SendOrder()
  readonly #deadlines = new DeadlineQueue<TrialNumber>()
  readonly #taken = new WorkersTaken()
  /** Trials of which an attempt is on its way. */
  #flying = 0
  #resumed = 0
  /** By then everything has been read that came before the run was resumed. */
  #caughtUpAt = 0

  constructor(options: LedgerOptions) {
    this.#options = options
  }

  /** Trials that are not finished. */
  get size(): number {
    return this.#live.size
  }

  /** Workers that are taken, or may be. */
  get taken(): number {
    return this.#taken.count
  }

  /** Workers that are taken, or are waited for. */
  get wanted(): number {
    return this.#taken.count + this.#live.size - this.#flying
  }

  /** True while some trial waits for a worker, or for its backoff to be over. */
  get isWaiting(): boolean {
    return this.#live.size > this.#flying
  }

  /** The earliest end of a lease or a backoff. */
  get nextDeadline(): number {
    return this.#deadlines.next ?? Number.POSITIVE_INFINITY
  }

  get(trial: TrialNumber): LedgerEntry | undefined {
    return this.#live.get(trial)
  }

  /** A copy: entries may be dropped while one goes through it. */
  entries(): readonly LedgerEntry[] {
    return [...this.#live.values()]
  }

  add(entry: LedgerEntry): void {
    this.#live.set(entry.trial, entry)
    this.#toSend.add(entry.trial)
  }

  /** What an earlier process has sent, or was to send. */
  takeUp(entry: LedgerEntry, { attempt, sentAt, isAccepted, now }: LedgerEvent & { type: 'resumed' }): void {
    this.#live.set(entry.trial, entry)
    if (sentAt === null) {
      this.#toSend.addRetry(entry.trial)
      return
    }
    // Without the platform's answer nobody knows whether the event went out: it is waited for as long as for what lies in the queue.
    const deadline = isAccepted ? sentAt + this.#leaseMs(entry) : now
    this.#caughtUpAt = now + this.#options.resumeAllowanceMs + READ_MS_PER_TRIAL * ++this.#resumed
    this.#fly(entry, { attempt, invokedAt: sentAt, deadline, isAccepted, isEarlier: true })
  }

  /** The next trial to be sent, while there are. */
  takeNext(now: number): LedgerEntry | undefined {
    for (;;) {
      const trial = this.#toSend.take()
      if (trial === undefined) return undefined
      const entry = this.#live.get(trial)
      if (entry !== undefined && entry.flight === null && entry.notBefore <= now) return entry
    }
  }

  /** Its present attempt goes out. */
  send(entry: LedgerEntry, now: number): void {
    const flight = { attempt: entry.attempt, invokedAt: now, deadline: now + this.#leaseMs(entry), isAccepted: false, isEarlier: false }
    this.#fly(entry, flight)
    entry.tell(now, `invoke, attempt ${entry.attempt}`)
  }

  /** Its present attempt is over; the trial waits to be sent, not before `notBefore` (0: at once). */
  queue(entry: LedgerEntry, notBefore: number): void {
    this.land(entry)
    entry.notBefore = notBefore
    if (notBefore === 0) this.#toSend.addRetry(entry.trial)
    else this.#deadlines.add(notBefore, entry.trial)
  }

  /** Another attempt is to go out beside the present one. */
  copy(entry: LedgerEntry): void {
    entry.rival = entry.flight
    entry.flight = null
    this.#flying--
    entry.isCopied = true
    entry.notBefore = 0
    this.#toSend.addRetry(entry.trial)
  }

  /** The present attempt is over. */
  land(entry: LedgerEntry): void {
    if (entry.flight === null) return
    entry.flight = null
    this.#flying--
    this.#taken.remove()
  }

  /** The earlier attempt beside the present one is over. */
  landRival(entry: LedgerEntry): void {
    if (entry.rival !== null) this.#taken.remove()
    entry.rival = null
  }

  /** The present attempt is over, or will never be; the earlier one beside it is waited for. */
  fallBack(entry: LedgerEntry): void {
    this.land(entry)
    if (entry.rival !== null) this.#flying++
    entry.flight = entry.rival
    entry.rival = null
  }

  /** The trial has ended: its attempts keep their workers until they are over, but for `attempt`, which is. */
  drop(entry: LedgerEntry, attempt: number | null): void {
    this.#live.delete(entry.trial)
    if (entry.flight !== null) this.#flying--
    for (const flight of entry.flights) {
      if (flight.attempt === attempt) this.#taken.remove()
      else this.#taken.abandon(entry.trial, flight)
    }
  }

  /** An attempt at a trial that has ended does not run any more. */
  attemptOver(trial: TrialNumber, attempt: number): void {
    this.#taken.attemptOver(trial, attempt)
  }

  /** Unfinished trials of which a lease or a backoff is over, one by one. */
  takeDue(now: number): LedgerEntry | undefined {
    for (;;) {
      const trial = this.#deadlines.take(now)
      if (trial === undefined) return undefined
      this.#taken.leaseOver(trial, now)
      const entry = this.#live.get(trial)
      if (entry === undefined) continue
      if (entry.rival !== null && entry.rival.deadline <= now) this.landRival(entry)
      const { flight } = entry
      if (flight === null) {
        if (entry.notBefore > 0 && entry.notBefore <= now) this.queue(entry, 0)
      } else if (flight.isEarlier && flight.deadline <= now && now < this.#caughtUpAt) this.#lease(entry.trial, flight, this.#caughtUpAt)
      else if (flight.deadline <= now) return entry
    }
  }

  #fly(entry: LedgerEntry, flight: Flight): void {
    entry.flight = flight
    this.#flying++
    this.#taken.add()
    this.#lease(entry.trial, flight, flight.deadline)
  }

  #lease(trial: TrialNumber, flight: Flight, deadline: number): void {
    flight.deadline = deadline
    this.#deadlines.add(deadline, trial)
  }

  #leaseMs({ timeLimitMs }: LedgerEntry): number {
    return this.#options.startAllowanceMs + timeLimitMs + this.#options.resultAllowanceMs
  }
}
