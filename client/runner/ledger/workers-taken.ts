import type { Flight } from './flight.ts'
import type { TrialNumber } from './ledger-protocol.ts'

/** How many workers are taken, or may be: by attempts that are on their way, and by those that nobody waits for any more. */
export class WorkersTaken {
  /** Attempts at ended trials that may still hold a worker, until their result comes or their lease ends. */
  readonly #abandoned = new Map<TrialNumber, Flight[]>()
  #count = 0

  get count(): number {
    return this.#count
  }

  add(): void {
    this.#count++
  }

  remove(): void {
    this.#count--
  }

  /** The trial has ended; this attempt at it keeps its worker. */
  abandon(trial: TrialNumber, flight: Flight): void {
    this.#abandoned.set(trial, [...(this.#abandoned.get(trial) ?? []), flight])
  }

  /** This attempt, which nobody waited for, does not run any more. */
  attemptOver(trial: TrialNumber, attempt: number): void {
    this.#forget(trial, (flight) => flight.attempt === attempt)
  }

  leaseOver(trial: TrialNumber, now: number): void {
    this.#forget(trial, (flight) => flight.deadline <= now)
  }

  #forget(trial: TrialNumber, isOver: (flight: Flight) => boolean): void {
    const flights = this.#abandoned.get(trial)
    if (flights === undefined) return
    const left = flights.filter((flight) => !isOver(flight))
    this.#count -= flights.length - left.length
    if (left.length === 0) this.#abandoned.delete(trial)
    else this.#abandoned.set(trial, left)
  }
}
