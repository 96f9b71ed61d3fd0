import type { StatusType } from '../contract/status.ts'
import type { JsonObject } from '../contract/trial.ts'

/** How a trial ended. */
export interface ExecutionOutcome {
  /** Never RUNNING. */
  readonly status: StatusType
  /** In declared order; null unless the status is SUCCESS or STOPPED. */
  readonly cost: readonly number[] | null
  /** Wall time inside the target, milliseconds. Real for failed trials too; of a module that could not be loaded, the time that loading took. */
  readonly runtimeMs: number
  /** CPU time (user and system) of the target's thread and of the processes that it waited for, or that ended with it; milliseconds. */
  readonly cpuTimeMs: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt: number
  /** What the target returned beside its cost; `error`, `errorType`, `traceback` of a failure; `stopped` of one that was ended early; `reports`, `notes` and `warnings` if there are any. */
  readonly info: JsonObject
  /** Highest resident set seen while the trial ran, MiB: of the process, and of those that the target's thread has started. */
  readonly peakRssMiB: number
}
