import type { StopCause } from '../stop-reason.ts'
import type { RunCost } from './run-cost.ts'

/** What a trial may take beyond its time limit, ms: a cold start, fetching its data, being ended. */
const BEYOND_LIMIT_MS = 1_000

/** Sums of costs are off by a few last digits; that must not decide. */
const ROUNDING = 1e-9

/** What is on its way: how many trials, and how long they have been so, all together, ms. */
export interface InFlight {
  readonly trials: number
  readonly totalMs: number
}

/**
 * Keeps a run within its money: no trial is begun when what is spent and what is in flight could come to more. A trial in flight is
 * reckoned at its time limit; without one at the mean so far, or at what it has taken already, whichever is more.
 */
export class CostCap {
  readonly capUsd: number
  readonly #cost: RunCost
  readonly #trialTimeLimitMs: number | null

  constructor(capUsd: number, cost: RunCost, trialTimeLimitMs: number | null) {
    this.capUsd = capUsd
    this.#cost = cost
    this.#trialTimeLimitMs = trialTimeLimitMs
  }

  /** How many more trials may be begun. */
  trialsLeft(inFlight: InFlight): number {
    const perTrial = this.#perTrialUsd
    if (perTrial === 0) return Number.POSITIVE_INFINITY
    const left = this.capUsd - this.#cost.usd - this.#inFlightUsd(inFlight)
    const trials = Math.max(0, Math.floor(left / perTrial + ROUNDING))
    // Without a limit nothing is known of a trial before the first: it is tried, and ended when it comes to the cap.
    return trials === 0 && this.#isFirst && inFlight.trials === 0 && left > 0 ? 1 : trials
  }

  /** The run must end now, with what is in flight: the money is spent. */
  met(inFlight: InFlight): StopCause | null {
    const grown = this.#trialTimeLimitMs === null ? this.#cost.trialUsd(inFlight.totalMs) : 0
    const runningUsd = inFlight.trials === 0 ? 0 : grown
    return this.#cost.usd + runningUsd >= this.capUsd ? this.#cause(runningUsd) : null
  }

  /** No further trial can be begun, and none is in flight. */
  exhausted(): StopCause | null {
    return this.trialsLeft({ trials: 0, totalMs: 0 }) === 0 ? this.#cause(0) : null
  }

  get #isFirst(): boolean {
    return this.#trialTimeLimitMs === null && this.#cost.meanTrialUsd === null
  }

  get #perTrialUsd(): number {
    const mean = this.#cost.meanTrialUsd
    if (this.#trialTimeLimitMs === null) return mean ?? this.#cost.trialUsd(this.#cost.billing.longestTrialMs)
    // With attempts that are lost time and again, or tried again on larger workers, the mean is more than one attempt can be.
    return Math.max(this.#cost.trialUsd(this.#trialTimeLimitMs + BEYOND_LIMIT_MS), mean ?? 0)
  }

  #inFlightUsd({ trials, totalMs }: InFlight): number {
    if (trials === 0) return 0
    const reserved = trials * this.#perTrialUsd
    return this.#trialTimeLimitMs === null ? Math.max(reserved, this.#cost.trialUsd(totalMs)) : reserved
  }

  #cause(runningUsd: number): StopCause {
    return {
      kind: 'max-cost',
      capUsd: this.capUsd,
      spentUsd: this.#cost.usd + runningUsd,
      trialUsd: this.#perTrialUsd,
      isCharged: this.#cost.billing.isCharged,
    }
  }
}
