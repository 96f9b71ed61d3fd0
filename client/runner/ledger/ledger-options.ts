/** Sends of one attempt before the ledger gives up on a service that keeps failing. */
export const MAX_FAILED_SENDS = 12

export interface LedgerOptions {
  /** How often a trial whose worker was lost is tried again. */
  readonly lostWorkerRetries: number
  /** How often a trial whose target threw is tried again. Default 0. */
  readonly crashRetries?: number
  /** A trial that takes so many times the median of its kind is sent a second time while a worker is free. Default null: never. */
  readonly stragglerFactor?: number | null
  /** The index of the largest worker size that a trial may be tried on when memory runs out. Default 0: there is no ladder. */
  readonly largestSize?: number
  /** How long a submission waits while the limit is 0, ms. */
  readonly patienceMs: number
  /** How long after its invoke an event may still be started by a worker, ms. */
  readonly startAllowanceMs: number
  /** How long after a trial's latest end its result or failure record may still come, ms. */
  readonly resultAllowanceMs: number
  /** How long after a resume results are awaited that came meanwhile, before anything is taken to be lost, ms. */
  readonly resumeAllowanceMs: number
  /** The number of the first trial that this process submits; those below it were submitted by earlier processes. Default 0. */
  readonly firstTrial?: number
}
