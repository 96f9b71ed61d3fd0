import type { Clock } from '../../client/runner/clock.ts'
import { type AttemptName, nameOf, type Witness } from './witness.ts'

/** A limit is believed for 2 s; reading it takes a moment, and there may be no reason to read it for a while. */
const OLDEST_LIMIT_MS = 4_000

/**
 * Counts, apart from the ledger, what the client has in flight: attempts that it sent and of which it has heard nothing, neither
 * a refusal nor a result, within their lease. Says so when an invoke is more than the limit that was read last.
 */
export class InFlightCount {
  readonly #clock: Clock
  readonly #leaseMs: number
  readonly #witness: Witness
  readonly #open = new Map<string, number>()
  readonly #attempts = new Map<string, AttemptName>()
  readonly #unsure = new Set<string>()
  readonly #accepted = new Set<string>()
  #limit = 0
  #readAt = Number.POSITIVE_INFINITY
  /** The limit that was read before, where it was higher, and until when it may have been decided by. */
  #before = { limit: 0, until: 0 }
  /** How long a large event may be on its way to the bucket: the limit of that time holds for it. */
  storingMs = 0
  /** Off when the clock jumps, and when slow trials are sent a second time. */
  isSteady = true
  /** Off when the limit cannot be read at times. */
  canRead = true

  constructor(clock: Clock, leaseMs: number, witness: Witness) {
    this.#clock = clock
    this.#leaseMs = leaseMs
    this.#witness = witness
  }

  limitRead(limit: number): void {
    const now = this.#clock.now()
    if (this.#limit > limit && this.storingMs > 0) this.#before = { limit: this.#limit, until: now + this.storingMs }
    this.#limit = limit
    this.#readAt = now
  }

  invoked(attempt: AttemptName): void {
    const now = this.#clock.now()
    this.#witness.sent(attempt, now)
    this.#attempts.set(nameOf(attempt), attempt)
    // Nobody can know whether an invoke without a clear answer was accepted: what is sent once more may run beside it.
    if (this.#unsure.has(nameOf(attempt))) return
    for (const [name, end] of this.#open) {
      if (end > now) break
      this.#open.delete(name)
    }
    this.#open.delete(nameOf(attempt))
    this.#open.set(nameOf(attempt), now + this.#leaseMs)
    if (this.#open.size > Math.max(this.#limit, now < this.#before.until ? this.#before.limit : 0)) {
      this.#witness.violated(`${this.#open.size} trials in flight with ${nameOf(attempt)}; the limit that was read last is ${this.#limit}`)
    }
    if (this.canRead && now - this.#readAt > OLDEST_LIMIT_MS) {
      this.#witness.violated(`the limit is ${now - this.#readAt} ms old when ${nameOf(attempt)} is sent`)
    }
  }

  /** The platform has taken what was sent at `sentAt`: it is waited for as long as its lease says, by this process and the next. */
  accepted(attempt: AttemptName, sentAt: number): void {
    this.#accepted.add(nameOf(attempt))
    if (this.#open.has(nameOf(attempt)) && this.isSteady) this.#witness.awaited.set(attempt.trial, sentAt + this.#leaseMs)
  }

  /** The invoke failed. */
  failed(attempt: AttemptName): void {
    this.over(attempt)
    this.#unsure.add(nameOf(attempt))
  }

  /** The client is killed: what it had in flight it may have sent, or not, and heard, or not. */
  harmAll(): void {
    for (const attempt of this.#attempts.values()) this.#witness.harm(attempt)
  }

  /** What the killed process before is known to have had in flight still is: the resumed one counts it. */
  carryOver(before: InFlightCount): void {
    for (const [name, end] of before.#open) {
      const attempt = before.#attempts.get(name)
      if (attempt === undefined || !before.#accepted.has(name) || this.#witness.delivered.has(attempt.trial)) continue
      this.#attempts.set(name, attempt)
      this.#accepted.add(name)
      this.#open.set(name, end)
    }
  }

  over(attempt: AttemptName): void {
    this.#open.delete(nameOf(attempt))
  }
}
