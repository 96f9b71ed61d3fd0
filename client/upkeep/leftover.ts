import type { RunObject, RunQueue } from '../aws/run-leftovers.ts'

/** What a run has left on a stack. */
export interface Leftover {
  readonly run: string
  /** Null when it is gone already. */
  readonly queue: RunQueue | null
  /** Claim checks and markers. */
  readonly objects: readonly RunObject[]
  readonly bytes: number
  /** Since its last sign of life: its client was there, or an object was written. */
  readonly ageMs: number
}
