import type { TrialNumber } from './ledger-protocol.ts'

/** Which trial is sent next: those that are tried again first, then the others in the order of submission. */
export class SendOrder {
  readonly #retries: TrialNumber[] = []
  readonly #first: TrialNumber[] = []

  add(trial: TrialNumber): void {
    this.#first.push(trial)
  }

  addRetry(trial: TrialNumber): void {
    this.#retries.push(trial)
  }

  take(): TrialNumber | undefined {
    return this.#retries.shift() ?? this.#first.shift()
  }
}
