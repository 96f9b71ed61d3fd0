import type { StatusType } from './status.ts'

/** The value of one parameter. Inactive parameters are absent from a configuration. */
export type ParameterValue = number | string | boolean | null

/** One point of a configuration space: parameter name → value, active parameters only. */
export type Configuration = Readonly<Record<string, ParameterValue>>

/** What to run, as an intensifier says it (SMAC's `TrialInfo`). A field that is absent or null is not used by this trial. */
export interface TrialInfo {
  readonly configuration: Configuration
  readonly instance?: string | null
  readonly seed?: number | null
  readonly budget?: number | null
  /** Of this trial alone, ms: the scenario's limit holds beside it. A race ends a trial so that cannot win any more. */
  readonly timeLimitMs?: number | null
  /**
   * By rising budget: the trial is ended when it reports at one of these budgets, or beyond it, and the best that it has reported costs more. Other
   * trials' curves say so; for one objective. Absent or null: it is not ended for what it reports.
   */
  readonly stopAbove?: readonly CostLimit[] | null
}

/** What the best reported cost may be at a budget. */
export interface CostLimit {
  readonly budget: number
  readonly cost: number
}

/** Anything JSON can carry: what `additionalInfo` may hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }
export type JsonObject = { readonly [key: string]: JsonValue }

/** Where a trial ran and what that was like; null when the environment died before it could say. */
export interface WorkerReport {
  /** One execution environment, for as long as it lives. */
  readonly environment: string
  /** True for the environment's first trial. */
  readonly cold: boolean
  /** Milliseconds from process start to ready, for the environment that ran this. */
  readonly initMs: number
  /** The function's memory size, MiB. */
  readonly memoryMiB: number
  /** Highest resident set seen while the trial ran, MiB. */
  readonly peakRssMiB: number
  /** Lambda's request id. */
  readonly requestId: string
  /** Milliseconds spent fetching target and data for this trial; 0 when both were warm. */
  readonly fetchMs: number
  /** What the invocation is billed by; absent when the worker does not tell. */
  readonly billing?: WorkerBilling | undefined
}

/** What a worker sees of what its invocations are billed by. */
export interface WorkerBilling {
  /** The processor that the function runs on, in Lambda's words. */
  readonly architecture: Architecture
  /** Milliseconds from the event's arrival to this report. */
  readonly handledMs: number
  /** Milliseconds of this environment's earlier invocations that no report told of: after their reports, and of events that were not run. */
  readonly earlierMs: number
  /** Requests to the bucket since the report before: GET and HEAD, and PUT. */
  readonly objectReads: number
  readonly objectWrites: number
}

export type Architecture = 'arm64' | 'x86_64'

/** What a trial used of the platform, all of its attempts together. */
export interface TrialUsage {
  /** Events that Lambda took: one an attempt, and one for each failure record that went to the relay. */
  readonly requests: number
  /** Memory of the function × its billed time. Lambda's GB is 1,024 MiB. */
  readonly gbSeconds: number
  /** Messages sent to the run's queue. */
  readonly queueSends: number
  readonly objectReads: number
  readonly objectWrites: number
  /** Attempts that told nothing of their time: it is estimated. */
  readonly estimatedAttempts: number
}

/** How one trial ended (SMAC's `TrialValue`). */
export interface TrialValue {
  readonly status: StatusType
  /**
   * One number, or one per objective in declared order. The scenario's crash cost when the trial did not succeed; of one that was stopped
   * early the last cost that it reported.
   */
  readonly cost: number | readonly number[]
  /** Wall time inside the target, milliseconds. Real for failed trials too. */
  readonly runtimeMs: number
  /** CPU time (user + system) inside the target, milliseconds. */
  readonly cpuTimeMs: number
  /** Milliseconds since the epoch, by the worker's clock. */
  readonly startedAt: number
  readonly endedAt: number
  readonly additionalInfo: JsonObject
  readonly worker: WorkerReport | null
  /** 1 for the first attempt; higher when the client tried again after a lost worker, or on a larger worker when memory ran out. */
  readonly attempt: number
  /** What it is billed by; absent when the runner does not tell. */
  readonly usage?: TrialUsage | undefined
}
