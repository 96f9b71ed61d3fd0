import type { LedgerEntry } from './ledger-entry.ts'
import type { TrialNumber } from './ledger-protocol.ts'

/** How many workers are taken, or may be: by trials that are on their way, and by attempts that nobody waits for any more. */
export class WorkersTaken {
  readonly #abandoned = new Map<TrialNumber, LedgerEntry>()
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Ended trials of which an attempt may still hold a worker, until its result comes or its lease ends. */
  get abandoned(): number {
    return this.#abandoned.size
  }

  add(): void {
    this.#count++
  }

  remove(): void {
    this.#count--
  }

  abandon(entry: LedgerEntry): void {
    this.#abandoned.set(entry.trial, entry)
    this.#count++
  }

  /** This attempt, which nobody waited for, does not run any more. */
  attemptOver(trial: TrialNumber, attempt: number): void {
    if (this.#abandoned.get(trial)?.attempt === attempt) this.#forget(trial)
  }

  leaseOver(trial: TrialNumber, now: number): void {
    const entry = this.#abandoned.get(trial)
    if (entry !== undefined && entry.deadline <= now) this.#forget(trial)
  }

  #forget(trial: TrialNumber): void {
    this.#abandoned.delete(trial)
    this.#count--
  }
}
