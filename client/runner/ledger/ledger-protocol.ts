import type { TrialResult } from '../../../contract/trial-result.ts'

/** A trial's number in its run: 0, 1, 2, … in the order of submission. */
export type TrialNumber = number

/** What happened. `now` is milliseconds since the epoch, by the client's clock. */
export type LedgerEvent =
  /**
   * A user submits a trial; numbers rise by one. `timeLimitMs` bounds its time on the worker. Trials of one `kind` take about as long;
   * absent: all are of one.
   */
  | {
      readonly type: 'submitted'
      readonly trial: TrialNumber
      readonly timeLimitMs: number
      readonly kind?: string
      readonly now: number
    }
  /**
   * A trial that an earlier process submitted is taken up. `sentAt`: its attempt was to be sent then, and may still be answered;
   * `isAccepted`: it is known to have been taken. Null: it is to be sent, as this attempt. Its number is below the first one of this process.
   */
  | {
      readonly type: 'resumed'
      readonly trial: TrialNumber
      readonly attempt: number
      readonly sentAt: number | null
      readonly isAccepted: boolean
      readonly timeLimitMs: number
      readonly kind?: string
      readonly now: number
    }
  | { readonly type: 'accepted'; readonly trial: TrialNumber; readonly attempt: number; readonly now: number }
  | {
      readonly type: 'throttled'
      readonly trial: TrialNumber
      readonly attempt: number
      readonly retryAfterMs: number | null
      readonly now: number
    }
  /** The invoke failed: for good, or `transient` so that it may be sent again. */
  | {
      readonly type: 'refused'
      readonly trial: TrialNumber
      readonly attempt: number
      readonly error: Error
      readonly transient: boolean
      readonly now: number
    }
  /** A message of the run's queue, from a worker or from the failure relay. */
  | { readonly type: 'result'; readonly result: TrialResult; readonly receipt: string; readonly now: number }
  /** The platform's limit as it was read. */
  | { readonly type: 'limit'; readonly limit: number; readonly now: number }
  /** A timer that was asked for. */
  | { readonly type: 'tick'; readonly now: number }
  /** Ends everything that is not finished, with this reason. */
  | { readonly type: 'cancelled'; readonly reason: string; readonly now: number }

/** How a trial ended: by a result, or by the ledger's own word when none came. */
export type TrialEnding =
  | { readonly by: 'result'; readonly result: TrialResult; readonly attempt: number }
  | { readonly by: 'ledger'; readonly code: 'lost' | 'cancelled' | 'not-sent'; readonly reason: string; readonly attempt: number }

/** Why a submission failed before it was accepted. */
export type Rejection =
  /** The limit was 0 for the time of patience. */
  { readonly by: 'no worker' } | { readonly by: 'refusal'; readonly error: Error } | { readonly by: 'cancellation' }

/** What the shell is to do. */
export type LedgerCommand =
  /** `size` is the index of the worker size; absent: the smallest. */
  | { readonly type: 'invoke'; readonly trial: TrialNumber; readonly attempt: number; readonly notAfter: number; readonly size?: number }
  /** The first attempt was accepted: the submission is done. */
  | { readonly type: 'admit'; readonly trial: TrialNumber }
  /** The platform has taken this attempt: write it down. */
  | { readonly type: 'note accepted'; readonly trial: TrialNumber; readonly attempt: number }
  /** The submission failed; the trial never counted. */
  | { readonly type: 'reject'; readonly trial: TrialNumber; readonly why: Rejection }
  | { readonly type: 'deliver'; readonly trial: TrialNumber; readonly ending: TrialEnding }
  | { readonly type: 'acknowledge'; readonly receipt: string }
  /** The limit that is believed cannot be right: read it again now. */
  | { readonly type: 'read limit' }
  /** Send a tick at this time (or later); replaces the timer before. */
  | { readonly type: 'timer'; readonly at: number }
