import type { TrialInfo, TrialValue } from '../../contract/trial.ts'

/** A run's queue: made for it, found again, or made again because it was gone with all that was in it. */
export type QueueHistory = 'new' | 'kept' | 'lost'

/** Where a runner writes down what it does, so that another process can take the run up when this one dies. */
export interface RunRecord {
  /** How often the run was resumed or cancelled before: what an earlier session has sent can be told from what this one sends. */
  readonly session: number
  /** The number of the first trial that this process submits. */
  readonly firstTrial: number
  /** Earlier sessions that have sent something, and when each did last: their events may still wait to be started. */
  readonly earlierSends: ReadonlyMap<number, number>
  /** The run is open on its cluster; `queue` says whether what earlier sessions have sent may still be answered. */
  begin(queue: QueueHistory): void
  /** An attempt is about to be sent. */
  sent(info: TrialInfo, trial: number, attempt: number): void
  /** The platform has taken the attempt. */
  accepted(info: TrialInfo, attempt: number): void
  /** A trial has ended, once. */
  ended(info: TrialInfo, value: TrialValue): void
  /** Nothing that was sent up to now is waited for any more; the next session begins. */
  cancelled(reason: string): void
  /** Calls back when what was written up to now outlives this machine too, where a copy is kept; where none is, at once. */
  whenKept(callback: () => void): void
  /** What was written up to now outlives this process once this has returned. @throws what went wrong: the run must stop then */
  flush(): void
}

/** A trial that an earlier process has submitted. */
export interface SentTrial {
  readonly trial: number
  /** The latest attempt that was sent. */
  readonly attempt: number
  /** When it was sent; null when its answer cannot come any more. */
  readonly sentAt: number | null
  /** Whether the platform is known to have taken it: it may have been cut off on its way. */
  readonly isAccepted: boolean
}
