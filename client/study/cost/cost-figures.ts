import type { Architecture } from '../../../contract/trial.ts'

/** What a run has cost so far, and what for. */
export interface CostFigures {
  readonly usd: number
  /** False: nothing is charged here, and `usd` is an estimate of what AWS would have charged for the same run. */
  readonly isCharged: boolean
  readonly usdBy: {
    /** Lambda, time. */
    readonly compute: number
    /** Lambda, requests. */
    readonly requests: number
    /** SQS. */
    readonly queue: number
    /** S3. */
    readonly objects: number
  }
  readonly used: {
    readonly gbSeconds: number
    readonly requests: number
    readonly queueRequests: number
    readonly objectReads: number
    readonly objectWrites: number
  }
  /** Attempts that told nothing of their time (a killed environment): theirs is estimated. */
  readonly estimatedAttempts: number
  readonly freeTier: {
    /** The largest share that the run takes of what is free in a month; 1 is all of it. */
    readonly share: number
    /** What is left to pay when nothing else of the account uses the free tier this month. */
    readonly usdBeyond: number
  }
  /** The scenario's `maxCostUsd`. */
  readonly capUsd: number | null
  readonly architecture: Architecture
  /** Which prices these are. */
  readonly prices: { readonly region: string; readonly asOf: string }
}
