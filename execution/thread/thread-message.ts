import type { MessagePort } from 'node:worker_threads'
import type { StoredData } from '../../contract/data/stored-data.ts'
import type { StatusType } from '../../contract/status.ts'
import type { JsonObject } from '../../contract/trial.ts'
import type { ExecutionRequest } from '../execution-request.ts'
import type { Fault } from '../result/fault.ts'

/** What a thread is started with. */
export interface ThreadSettings {
  readonly targetFile: string
  readonly exportName: string
  readonly data: StoredData | null
  readonly checkData: boolean
  /** The memory of a `TrialBoard`. */
  readonly board: SharedArrayBuffer
  /** Where orders and messages go. The thread's `parentPort` is the target's own: what it posts there is nobody's. */
  readonly port: MessagePort
}

/** One trial, as it is sent to a thread that has the target and the data already. */
export interface TrialOrder
  extends Pick<ExecutionRequest, 'objectives' | 'configuration' | 'instance' | 'features' | 'seed' | 'budget' | 'stopAbove'> {
  readonly kind: 'trial'
  /** Counts the trials of one executor. */
  readonly trial: number
  readonly timeMs: number | null
}

/** To the thread. */
export type ThreadOrder = TrialOrder | { readonly kind: 'cancel'; readonly trial: number }

/** What the thread knows of a trial that came to its end by itself. */
export interface ThreadOutcome {
  readonly status: StatusType
  readonly cost: readonly number[] | null
  readonly runtimeMs: number
  readonly cpuTimeMs: number
  readonly startedAt: number
  readonly endedAt: number
  readonly info: JsonObject
  /** The CPU time is of everything, by somebody's own account. */
  readonly cpuIsWhole?: boolean
}

/** Why a trial was ended early: its best report was above the limit at this budget. */
export interface EarlyStop {
  /** Of the last report. */
  readonly budget: number
  readonly best: number
  readonly limit: number
}

/** From the thread. */
export type ThreadMessage =
  /** Before anything else: the kernel's id of the thread, null where the system has none to give. */
  | { readonly kind: 'began'; readonly id: number | null }
  | { readonly kind: 'ready' }
  /** The target or the data could not be loaded. */
  | { readonly kind: 'unusable'; readonly fault: Fault }
  /** The target is done; what follows is our own time. */
  | { readonly kind: 'returned'; readonly trial: number }
  /** `spent`: the target may still be running, the thread has to go. */
  | { readonly kind: 'ended'; readonly trial: number; readonly outcome: ThreadOutcome; readonly spent: boolean }
  | { readonly kind: 'report'; readonly trial: number; readonly budget: number; readonly cost: number | readonly number[] }
  /** What it reported is too bad to go on. `cost` is the last report's. */
  | { readonly kind: 'stop'; readonly trial: number; readonly cost: number; readonly stopped: EarlyStop }
  | { readonly kind: 'log'; readonly text: string }
  /** An error from something that an earlier trial, or the module itself, left behind. */
  | { readonly kind: 'stray'; readonly fault: Fault }
  /** process.exit was called, by something that belongs to this trial, or to none. */
  | { readonly kind: 'exit'; readonly trial: number | null; readonly code: string; readonly cpuMs: number }
