import { hasCost } from '../../contract/has-cost.ts'
import type { StatusType } from '../../contract/status.ts'
import type { StopCause } from './stop-reason.ts'

/** How many of a run's trials may fail: not more than this share of them, once so many have failed. */
export interface ToleratedFailures {
  /** 0–1; 1 tolerates everything. */
  readonly share: number
  /** Fewer failures never end a run. */
  readonly atLeast: number
}

/** Counts failures. May be told at any time to tolerate more, or less. */
export class FailedShare {
  tolerated: ToleratedFailures
  #trials = 0
  #failures = 0

  constructor(tolerated: ToleratedFailures) {
    this.tolerated = tolerated
  }

  told(status: StatusType): void {
    this.#trials++
    if (!hasCost(status)) this.#failures++
  }

  met(): StopCause | null {
    const { share, atLeast } = this.tolerated
    const isTooMuch = this.#failures >= atLeast && this.#failures > share * this.#trials
    return isTooMuch ? { kind: 'failed-share', share, failures: this.#failures, trials: this.#trials } : null
  }
}
