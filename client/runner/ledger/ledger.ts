import { backoffMs } from './backoff-ms.ts'
import { ConcurrencyWindow } from './concurrency-window.ts'
import { DeadlineQueue } from './deadline-queue.ts'
import { ImpossibleTransitionError } from './impossible-transition-error.ts'
import { LedgerEntry } from './ledger-entry.ts'
import { type LedgerOptions, MAX_FAILED_SENDS } from './ledger-options.ts'
import type { LedgerCommand, LedgerEvent, Rejection, TrialEnding, TrialNumber } from './ledger-protocol.ts'
import { NONE_TO_TRY_AGAIN, Patience } from './patience.ts'
import { SendOrder } from './send-order.ts'
import { verdictOf } from './verdict-of.ts'
import { WorkerClock } from './worker-clock.ts'
import { WorkersTaken } from './workers-taken.ts'

/**
 * Every trial of a run, from its submission to its one end. Pure: `handle` takes what happened and answers what to do;
 * no clock, no network. A trial below `nextTrial` that is not live is finished, so memory is bounded by what is in flight.
 */
export class Ledger {
  readonly window = new ConcurrencyWindow()
  /** Results that came for a trial that had ended, or again. */
  duplicates = 0
  throttles = 0
  retries = 0
  readonly #options: LedgerOptions
  readonly #patience: Patience
  readonly #live = new Map<TrialNumber, LedgerEntry>()
  readonly #toSend = new SendOrder()
  readonly #deadlines = new DeadlineQueue<TrialNumber>()
  readonly #workerClock = new WorkerClock()
  readonly #taken = new WorkersTaken()
  #nextTrial: TrialNumber
  #timer = Number.POSITIVE_INFINITY
  #out: LedgerCommand[] = []

  constructor(options: LedgerOptions) {
    this.#options = options
    this.#nextTrial = options.firstTrial ?? 0
    this.#patience = new Patience(options.patienceMs)
  }

  /** Trials that are sent or being sent. Cancelled ones that may still hold a worker count. */
  get inFlight(): number {
    return this.#taken.count
  }

  /** Trials that are not finished, queued ones included. */
  get unfinished(): number {
    return this.#live.size
  }

  /** How many more trials could be sent now. */
  get free(): number {
    return Math.max(0, this.window.size - this.#live.size - this.#taken.abandoned)
  }

  handle(event: LedgerEvent): readonly LedgerCommand[] {
    this.#out = []
    switch (event.type) {
      case 'submitted':
        this.#submitted(event)
        break
      case 'resumed':
        this.#resumed(event)
        break
      case 'accepted':
        this.#accepted(event)
        break
      case 'throttled':
        this.#throttled(event)
        break
      case 'refused':
        this.#refused(event)
        break
      case 'result':
        this.#result(event)
        this.#out.push({ type: 'acknowledge', receipt: event.receipt })
        break
      case 'limit':
        this.window.setLimit(event.limit, event.now)
        break
      case 'cancelled':
        this.#cancelled(event)
        break
      case 'tick':
        this.#timer = Number.POSITIVE_INFINITY
    }
    this.#watchPatience(event.now)
    this.#expire(event.now)
    this.#sendQueued(event.now)
    this.#setTimer()
    return this.#out
  }

  #submitted({ trial, timeLimitMs, now }: LedgerEvent & { type: 'submitted' }): void {
    if (trial !== this.#nextTrial) throw new ImpossibleTransitionError(trial, 'submitted', [`expected trial ${this.#nextTrial} next`])
    this.#nextTrial++
    const entry = new LedgerEntry(trial, timeLimitMs, now)
    this.#live.set(trial, entry)
    this.#toSend.add(trial)
  }

  #resumed(event: LedgerEvent & { type: 'resumed' }): void {
    const { trial, sentAt } = event
    const { firstTrial = 0 } = this.#options
    if (this.#live.has(trial) || trial >= firstTrial) throw new ImpossibleTransitionError(trial, 'resumed', [`first: ${firstTrial}`])
    const entry = LedgerEntry.resumed(event)
    this.#live.set(trial, entry)
    this.#admit(entry)
    if (sentAt === null) this.#toSend.addRetry(trial)
    else this.#taken.add()
    if (sentAt !== null) this.#lease(entry)
  }

  #accepted({ trial, attempt, now }: LedgerEvent & { type: 'accepted' }): void {
    const entry = this.#invoking(trial, attempt, 'accepted')
    if (entry === undefined) return
    entry.accepted(now)
    if (!entry.admitted) this.#admit(entry)
  }

  #throttled({ trial, attempt, retryAfterMs, now }: LedgerEvent & { type: 'throttled' }): void {
    this.throttles++
    this.window.throttled(now)
    const entry = this.#invoking(trial, attempt, 'throttled')
    if (entry === undefined) return
    entry.tell(now, 'throttled')
    this.#backOff(entry, now, retryAfterMs)
  }

  #refused({ trial, attempt, error, transient, now }: LedgerEvent & { type: 'refused' }): void {
    const entry = this.#invoking(trial, attempt, 'refused')
    if (entry === undefined) return
    entry.tell(now, `refused: ${error.message}`)
    if (transient && entry.failedSends < MAX_FAILED_SENDS) {
      this.#backOff(entry, now, null)
    } else if (entry.admitted) {
      this.#finish(entry, { by: 'ledger', code: 'not-sent', reason: `could not be sent again: ${error.message}`, attempt })
    } else {
      this.#reject(entry, { by: 'refusal', error })
    }
  }

  #result({ result, now }: LedgerEvent & { type: 'result' }): void {
    if (result.worker !== null) this.#workerClock.look(result.endedAt, now)
    const entry = this.#live.get(result.trial)
    if (entry === undefined || result.attempt > entry.attempt) {
      this.duplicates++
      this.#taken.attemptOver(result.trial, result.attempt)
      return
    }
    entry.tell(now, `result of attempt ${result.attempt}: status ${result.status}${result.retryable ? ', retryable' : ''}`)
    const current = result.attempt === entry.attempt && entry.state !== 'queued'
    if (current && result.worker !== null) this.window.started(entry.invokedAt, result.startedAt, result.worker.cold, now)
    const verdict = verdictOf(result, entry.standing(current, this.#options))
    if (verdict === 'duplicate') this.duplicates++
    else if (verdict === 'end' || !(verdict === 'send again' ? this.#sendAgain(entry, now) : this.#tryAgain(entry, now, verdict))) {
      this.#finish(entry, { by: 'result', result, attempt: result.attempt })
    }
  }

  #cancelled({ reason }: LedgerEvent & { type: 'cancelled' }): void {
    for (const entry of [...this.#live.values()]) {
      if (entry.state !== 'queued') this.#abandon(entry)
      if (entry.admitted) this.#finish(entry, { by: 'ledger', code: 'cancelled', reason, attempt: entry.attempt })
      else this.#reject(entry, { by: 'cancellation' })
    }
  }

  #abandon(entry: LedgerEntry): void {
    this.#taken.abandon(entry)
  }

  /** While there is no worker, what waits for one ends with the patience. */
  #watchPatience(now: number): void {
    this.#patience.look(this.window.limit, now)
    if (!this.#patience.isOver(now)) return
    for (const entry of [...this.#live.values()]) {
      if (entry.state !== 'queued') continue
      if (entry.admitted) this.#finish(entry, { by: 'ledger', code: 'lost', reason: NONE_TO_TRY_AGAIN, attempt: entry.attempt })
      else this.#reject(entry, { by: 'no worker' })
    }
  }

  #expire(now: number): void {
    for (;;) {
      const trial = this.#deadlines.take(now)
      if (trial === undefined) return
      this.#taken.leaseOver(trial, now)
      const entry = this.#live.get(trial)
      if (entry === undefined || entry.deadline > now) continue
      // An invoke whose answer is late counts too: its event may be on its way, or lost.
      if (entry.state !== 'queued') {
        entry.tell(now, 'lease expired')
        if (!this.#tryAgain(entry, now, 'lostWorkers')) {
          const reason = `lost: neither a result nor a failure record came in ${now - entry.invokedAt} ms`
          this.#finish(entry, { by: 'ledger', code: 'lost', reason, attempt: entry.attempt })
        }
      } else if (entry.deadline > 0) {
        entry.deadline = 0
        this.#toSend.addRetry(trial)
      }
    }
  }

  #sendQueued(now: number): void {
    while (this.#taken.count < this.window.size) {
      const trial = this.#toSend.take()
      if (trial === undefined) return
      const entry = this.#live.get(trial)
      if (entry === undefined || entry.state !== 'queued' || entry.deadline > now) continue
      entry.invoke(now)
      this.#lease(entry)
      this.#taken.add()
      const notAfter = now + this.#options.startAllowanceMs + this.#workerClock.aheadMs
      this.#out.push({ type: 'invoke', trial, attempt: entry.attempt, notAfter, ...entry.sized })
    }
  }

  #setTimer(): void {
    const isWaiting = this.#live.size + this.#taken.abandoned > this.#taken.count
    const at = Math.min(this.#deadlines.next ?? Number.POSITIVE_INFINITY, isWaiting ? this.#patience.end : Number.POSITIVE_INFINITY)
    // A timer that is due earlier than needed only ticks once too often; resetting it with every trial would cost more.
    if (at >= this.#timer) return
    this.#timer = at
    this.#out.push({ type: 'timer', at })
  }

  /** The entry that waits for this invoke's answer; undefined when its result overtook the answer. */
  #invoking(trial: TrialNumber, attempt: number, what: string): LedgerEntry | undefined {
    const entry = this.#live.get(trial)
    if (entry === undefined) {
      if (what !== 'accepted') this.#taken.attemptOver(trial, attempt)
      if (trial < this.#nextTrial) return undefined
      throw new ImpossibleTransitionError(trial, what, ['never submitted'])
    }
    if (entry.attempt > attempt) return undefined
    if (entry.attempt < attempt || entry.state !== 'invoking')
      throw new ImpossibleTransitionError(trial, `${what} (attempt ${attempt})`, entry.story)
    return entry
  }

  #lease(entry: LedgerEntry): void {
    entry.deadline = entry.invokedAt + this.#options.startAllowanceMs + entry.timeLimitMs + this.#options.resultAllowanceMs
    this.#deadlines.add(entry.deadline, entry.trial)
  }

  /** At once: after a lost worker as often as the options say, and on the next larger size when memory ran out. */
  #tryAgain(entry: LedgerEntry, now: number, count: 'lostWorkers' | 'size'): boolean {
    if (count === 'lostWorkers' && entry.lostWorkers >= this.#options.lostWorkerRetries) return false
    entry[count]++
    entry.failedSends = 0
    this.#nextAttempt(entry, now)
    this.#leaveFlight(entry)
    entry.queue(0)
    this.#toSend.addRetry(entry.trial)
    return true
  }

  /** After an event that the platform took and dropped: no worker was lost. It waits a while, and the limit is read anew. */
  #sendAgain(entry: LedgerEntry, now: number): boolean {
    if (entry.failedSends >= MAX_FAILED_SENDS) return false
    this.#out.push({ type: 'read limit' })
    this.#nextAttempt(entry, now)
    this.#backOff(entry, now, null)
    return true
  }

  #nextAttempt(entry: LedgerEntry, now: number): void {
    if (!entry.admitted) this.#admit(entry)
    this.retries++
    entry.nextAttempt(now)
  }

  #backOff(entry: LedgerEntry, now: number, retryAfterMs: number | null): void {
    this.#leaveFlight(entry)
    entry.queue(now + Math.max(backoffMs(entry.failedSends++), retryAfterMs ?? 0))
    this.#deadlines.add(entry.deadline, entry.trial)
  }

  #admit(entry: LedgerEntry): void {
    entry.admitted = true
    this.#out.push({ type: 'admit', trial: entry.trial })
  }

  #finish(entry: LedgerEntry, ending: TrialEnding): void {
    if (!entry.admitted) this.#admit(entry)
    // An earlier attempt has ended the trial: the present one still holds its worker.
    if (ending.attempt < entry.attempt && entry.state !== 'queued') this.#abandon(entry)
    this.#drop(entry)
    this.#out.push({ type: 'deliver', trial: entry.trial, ending })
  }

  #reject(entry: LedgerEntry, why: Rejection): void {
    this.#drop(entry)
    this.#out.push({ type: 'reject', trial: entry.trial, why })
  }

  #drop(entry: LedgerEntry): void {
    this.#leaveFlight(entry)
    this.#live.delete(entry.trial)
  }

  #leaveFlight({ state }: LedgerEntry): void {
    if (state !== 'queued') this.#taken.remove()
  }
}
