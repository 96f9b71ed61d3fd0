import { StatusType } from '../../../contract/status.ts'
import { backoffMs } from './backoff-ms.ts'
import { ConcurrencyWindow } from './concurrency-window.ts'
import type { Flight } from './flight.ts'
import { ImpossibleTransitionError } from './impossible-transition-error.ts'
import { LedgerEntry } from './ledger-entry.ts'
import { type LedgerOptions, MAX_FAILED_SENDS } from './ledger-options.ts'
import type { LedgerCommand, LedgerEvent, Rejection, TrialEnding, TrialNumber } from './ledger-protocol.ts'
import { NONE_TO_TRY_AGAIN, Patience } from './patience.ts'
import { Stragglers } from './stragglers.ts'
import { TrialRoll } from './trial-roll.ts'
import { type Verdict, verdictOf } from './verdict-of.ts'
import { WorkerClock } from './worker-clock.ts'

/** Why a trial is tried again: what it is counted as, or an event of an earlier process that may never have gone out. */
type Cause = Exclude<Verdict, 'end' | 'duplicate' | 'send again'> | 'unsure'

/**
 * Every trial of a run, from its submission to its one end. Pure: `handle` takes what happened and answers what to do; no clock, no network.
 * A trial below `nextTrial` that is not live is finished, so memory is bounded by what is in flight.
 */
export class Ledger {
  readonly window = new ConcurrencyWindow()
  /** Results that came for a trial that had ended, or again. */
  duplicates = 0
  throttles = 0
  retries = 0
  /** Second attempts beside slow ones. */
  copies = 0
  readonly #options: LedgerOptions
  readonly #patience: Patience
  readonly #stragglers: Stragglers | null
  readonly #roll: TrialRoll
  readonly #workerClock = new WorkerClock()
  #nextTrial: TrialNumber
  #timer = Number.POSITIVE_INFINITY
  #out: LedgerCommand[] = []

  constructor(options: LedgerOptions) {
    const { firstTrial = 0, stragglerFactor = null, patienceMs } = options
    this.#options = options
    this.#nextTrial = firstTrial
    this.#patience = new Patience(patienceMs)
    this.#stragglers = stragglerFactor === null ? null : new Stragglers(stragglerFactor)
    this.#roll = new TrialRoll(options)
  }

  /** Trials that are sent or being sent. Cancelled ones that may still hold a worker count. */
  get inFlight(): number {
    return this.#roll.taken
  }

  /** Trials that are not finished, queued ones included. */
  get unfinished(): number {
    return this.#roll.size
  }

  /** How many more trials could be sent now. */
  get free(): number {
    return Math.max(0, this.window.size - this.#roll.wanted)
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
    this.#copyStragglers(event.now)
    this.#setTimer()
    return this.#out
  }

  #submitted(event: LedgerEvent & { type: 'submitted' }): void {
    const next = this.#nextTrial++
    if (event.trial !== next) throw new ImpossibleTransitionError(event.trial, 'submitted', [`expected trial ${next} next`])
    this.#roll.add(new LedgerEntry(event))
  }

  #resumed(event: LedgerEvent & { type: 'resumed' }): void {
    const { firstTrial = 0 } = this.#options
    const isKnown = this.#roll.get(event.trial) !== undefined || event.trial >= firstTrial
    if (isKnown) throw new ImpossibleTransitionError(event.trial, 'resumed', [`first: ${firstTrial}`])
    const entry = LedgerEntry.resumed(event)
    this.#roll.takeUp(entry, event)
    this.#admit(entry)
  }

  #accepted({ trial, attempt, now }: LedgerEvent & { type: 'accepted' }): void {
    const { entry, flight } = this.#invoking(trial, attempt, 'accepted') ?? {}
    if (entry === undefined || flight === undefined) return
    flight.isAccepted = true
    entry.tell(now, 'accepted')
    this.#out.push({ type: 'note accepted', trial, attempt })
    if (!entry.admitted) this.#admit(entry)
  }

  #throttled({ trial, attempt, retryAfterMs, now }: LedgerEvent & { type: 'throttled' }): void {
    this.throttles++
    this.window.throttled(now)
    const entry = this.#invoking(trial, attempt, 'throttled')?.entry
    entry?.tell(now, 'throttled')
    if (entry !== undefined) this.#backOff(entry, now, retryAfterMs)
  }

  #refused({ trial, attempt, error, transient, now }: LedgerEvent & { type: 'refused' }): void {
    const entry = this.#invoking(trial, attempt, 'refused')?.entry
    if (entry === undefined) return
    entry.tell(now, `refused: ${error.message}`)
    if (transient && entry.failedSends < MAX_FAILED_SENDS) {
      this.#backOff(entry, now, null)
      return
    }
    if (this.#fallBack(entry)) return
    this.#roll.land(entry)
    const reason = `could not be sent again: ${error.message}`
    if (entry.admitted) this.#finish(entry, { by: 'ledger', code: 'not-sent', reason, attempt })
    else this.#reject(entry, { by: 'refusal', error })
  }

  #result({ result, now }: LedgerEvent & { type: 'result' }): void {
    if (result.worker !== null) this.#workerClock.look(result.endedAt, now)
    const entry = this.#roll.get(result.trial)
    if (entry === undefined || result.attempt > entry.attempt) {
      this.duplicates++
      this.#roll.attemptOver(result.trial, result.attempt)
      return
    }
    entry.tell(now, `result of attempt ${result.attempt}: status ${result.status}${result.retryable ? ', retryable' : ''}`)
    const flight = entry.flight?.attempt === result.attempt ? entry.flight : null
    if (flight !== null && result.worker !== null) this.window.started(flight.invokedAt, result.startedAt, result.worker.cold, now)
    const verdict = verdictOf(result, entry.standing(flight !== null, this.#options))
    if (verdict === 'duplicate') {
      this.duplicates++
      if (entry.rival?.attempt === result.attempt) this.#roll.landRival(entry)
    } else if (verdict === 'end' || !(verdict === 'send again' ? this.#sendAgain(entry, now) : this.#tryAgain(entry, now, verdict))) {
      if (flight !== null && result.status === StatusType.SUCCESS) this.#stragglers?.ended(entry.kind, now - flight.invokedAt)
      this.#finish(entry, { by: 'result', result, attempt: result.attempt })
    }
  }

  #cancelled({ reason }: LedgerEvent & { type: 'cancelled' }): void {
    for (const entry of this.#roll.entries()) {
      if (entry.admitted) this.#finish(entry, { by: 'ledger', code: 'cancelled', reason, attempt: entry.attempt })
      else this.#reject(entry, { by: 'cancellation' })
    }
  }

  /** While there is no worker, what waits for one ends with the patience. */
  #watchPatience(now: number): void {
    this.#patience.look(this.window.limit, now)
    if (!this.#patience.isOver(now)) return
    for (const entry of this.#roll.entries()) {
      if (entry.flight !== null || this.#fallBack(entry)) continue
      if (entry.admitted) this.#finish(entry, { by: 'ledger', code: 'lost', reason: NONE_TO_TRY_AGAIN, attempt: entry.attempt })
      else this.#reject(entry, { by: 'no worker' })
    }
  }

  /** An invoke whose answer is late has a lease too: its event may be on its way, or lost. */
  #expire(now: number): void {
    for (;;) {
      const entry = this.#roll.takeDue(now)
      if (entry === undefined) return
      const { flight } = entry
      if (flight === null) continue
      entry.tell(now, 'lease expired')
      if (this.#tryAgain(entry, now, flight.isEarlier && !flight.isAccepted ? 'unsure' : 'lostWorkers')) continue
      this.#roll.land(entry)
      const reason = `lost: neither a result nor a failure record came in ${now - flight.invokedAt} ms`
      this.#finish(entry, { by: 'ledger', code: 'lost', reason, attempt: entry.attempt })
    }
  }

  #sendQueued(now: number): void {
    while (this.#roll.taken < this.window.size) {
      const entry = this.#roll.takeNext(now)
      if (entry === undefined) return
      this.#roll.send(entry, now)
      const notAfter = now + this.#options.startAllowanceMs + this.#workerClock.aheadMs
      this.#out.push({ type: 'invoke', trial: entry.trial, attempt: entry.attempt, notAfter, ...entry.sized })
    }
  }

  #copyStragglers(now: number): void {
    if (this.#stragglers === null) return
    for (const entry of this.#stragglers.due(this.#roll, this.window.size, now)) {
      this.copies++
      this.#roll.copy(entry)
      entry.nextAttempt(now)
    }
    this.#sendQueued(now)
  }

  #setTimer(): void {
    const patience = this.#roll.isWaiting ? this.#patience.end : Number.POSITIVE_INFINITY
    const at = Math.min(this.#roll.nextDeadline, patience, this.#stragglers?.nextLook ?? Number.POSITIVE_INFINITY)
    // A timer that is due earlier than needed only ticks once too often; resetting it with every trial would cost more.
    if (at >= this.#timer) return
    this.#timer = at
    this.#out.push({ type: 'timer', at })
  }

  /** The attempt that waits for this invoke's answer; undefined when its end overtook the answer. */
  #invoking(trial: TrialNumber, attempt: number, what: string): { readonly entry: LedgerEntry; readonly flight: Flight } | undefined {
    const entry = this.#roll.get(trial)
    if (entry === undefined) {
      if (what !== 'accepted') this.#roll.attemptOver(trial, attempt)
      if (trial < this.#nextTrial) return undefined
      throw new ImpossibleTransitionError(trial, what, ['never submitted'])
    }
    const { flight } = entry
    if (flight?.attempt === attempt && !flight.isAccepted) return { entry, flight }
    if (entry.isPast(attempt)) return undefined
    throw new ImpossibleTransitionError(trial, `${what} (attempt ${attempt})`, entry.story)
  }

  /** At once: as often as the options say, and on the next larger size when memory ran out. */
  #tryAgain(entry: LedgerEntry, now: number, cause: Cause): boolean {
    if (cause !== 'size' && this.#fallBack(entry)) return true
    if (cause === 'lostWorkers' && entry.lostWorkers >= this.#options.lostWorkerRetries) return false
    if (cause !== 'unsure') entry[cause]++
    entry.failedSends = 0
    this.#nextAttempt(entry, now)
    this.#roll.queue(entry, 0)
    return true
  }

  /** After an event that the platform took and dropped: no worker was lost. It waits a while, and the limit is read anew. */
  #sendAgain(entry: LedgerEntry, now: number): boolean {
    this.#out.push({ type: 'read limit' })
    if (this.#fallBack(entry)) return true
    if (entry.failedSends >= MAX_FAILED_SENDS) return false
    this.#nextAttempt(entry, now)
    this.#backOff(entry, now, null)
    return true
  }

  /** Of two attempts the later one came to nothing: the earlier one is still on its way. */
  #fallBack(entry: LedgerEntry): boolean {
    if (entry.rival === null) return false
    this.#roll.fallBack(entry)
    return true
  }

  #nextAttempt(entry: LedgerEntry, now: number): void {
    if (!entry.admitted) this.#admit(entry)
    this.retries++
    entry.nextAttempt(now)
  }

  #backOff(entry: LedgerEntry, now: number, retryAfterMs: number | null): void {
    this.#roll.queue(entry, now + Math.max(backoffMs(entry.failedSends++), retryAfterMs ?? 0))
  }

  #admit(entry: LedgerEntry): void {
    entry.admitted = true
    this.#out.push({ type: 'admit', trial: entry.trial })
  }

  #finish(entry: LedgerEntry, ending: TrialEnding): void {
    if (!entry.admitted) this.#admit(entry)
    // Another attempt than the one that ended the trial may be on its way: it still holds its worker.
    this.#roll.drop(entry, ending.by === 'result' ? ending.attempt : null)
    this.#out.push({ type: 'deliver', trial: entry.trial, ending })
  }

  #reject(entry: LedgerEntry, why: Rejection): void {
    this.#roll.drop(entry, null)
    this.#out.push({ type: 'reject', trial: entry.trial, why })
  }
}
