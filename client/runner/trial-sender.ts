import type { Clock } from './clock.ts'
import { TransportError } from './errors.ts'
import { EventWriter, type RunFacts } from './event-writer.ts'
import type { LedgerEvent } from './ledger/ledger-protocol.ts'
import type { Submission } from './submissions.ts'
import type { Transport } from './transport.ts'
import type { UsageBook } from './usage/usage-book.ts'

export interface TrialSenderOptions extends RunFacts {
  readonly transport: Transport
  readonly clock: Clock
  readonly usage: UsageBook
}

/** Which attempt at which trial is sent, in which session of the run. */
export interface Sending {
  readonly trial: number
  readonly attempt: number
  readonly session: number
  readonly notAfter: number
  /** The index of the worker size. */
  readonly size: number
  /** No trial runs past this moment (ms since the epoch). */
  readonly deadline: number
}

/** Writes a trial's event, sends it, and says for the ledger what became of it. */
export class TrialSender {
  readonly #transport: Transport
  readonly #events: EventWriter
  readonly #clock: Clock
  readonly #usage: UsageBook

  constructor({ transport, clock, usage, ...facts }: TrialSenderOptions) {
    this.#transport = transport
    this.#events = new EventWriter(transport.objects, facts)
    this.#clock = clock
    this.#usage = usage
  }

  /** Nothing is sent before the caller's turn has ended. `isWanted` is asked then. Null: nobody is to be told. */
  async send(
    submission: Submission,
    { deadline, size, ...sending }: Sending,
    signal: AbortSignal,
    isWanted: () => boolean,
  ): Promise<LedgerEvent | null> {
    const { trial, attempt } = sending
    const timeLimitMs = Math.max(1, Math.min(submission.timeLimitMs, deadline - this.#clock.now()))
    const { sizesMiB } = this.#transport.functions
    this.#usage.sent({ trial, attempt, sentAt: this.#clock.now(), memoryMiB: sizesMiB[size] ?? 0, timeLimitMs })
    try {
      const payload = await this.#events.write({ ...submission, ...sending, timeLimitMs }, signal)
      if (!isWanted()) return null
      const answer = await this.#transport.functions.invoke(payload, { signal, size })
      const now = this.#clock.now()
      if (answer.outcome === 'accepted') return { type: 'accepted', trial, attempt, now }
      this.#usage.notTaken(trial, attempt)
      return { type: 'throttled', trial, attempt, retryAfterMs: answer.retryAfterMs, now }
    } catch (cause) {
      if (signal.aborted) return null
      this.#usage.notTaken(trial, attempt)
      const error = cause as Error
      const transient = error instanceof TransportError && error.transient
      return { type: 'refused', trial, attempt, error, transient, now: this.#clock.now() }
    }
  }
}
