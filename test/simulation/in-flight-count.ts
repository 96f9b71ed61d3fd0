import type { Clock } from '../../client/runner/clock.ts'
import { type AttemptName, nameOf, type Witness } from './witness.ts'

/**
 * Counts, apart from the ledger, what the client has in flight: attempts that it sent and of which it has heard nothing, neither
 * a refusal nor a result, within their lease. Says so when an invoke is more than the limit that was read last.
 */
export class InFlightCount {
  readonly #clock: Clock
  readonly #leaseMs: number
  readonly #witness: Witness
  readonly #open = new Map<string, number>()
  #limit = 0
  /** Off while the client's clock is set: leases are measured by it. */
  isReliable = true

  constructor(clock: Clock, leaseMs: number, witness: Witness) {
    this.#clock = clock
    this.#leaseMs = leaseMs
    this.#witness = witness
  }

  limitRead(limit: number): void {
    this.#limit = limit
  }

  invoked(attempt: AttemptName): void {
    const now = this.#clock.now()
    for (const [name, end] of this.#open) if (end <= now) this.#open.delete(name)
    this.#open.set(nameOf(attempt), now + this.#leaseMs)
    if (this.isReliable && this.#open.size > this.#limit) {
      this.#witness.violated(`${this.#open.size} trials in flight with ${nameOf(attempt)}; the limit that was read last is ${this.#limit}`)
    }
  }

  over(attempt: AttemptName): void {
    this.#open.delete(nameOf(attempt))
  }
}
