import type { StatusType } from '../../contract/status.ts'
import type { Configuration, JsonObject, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { SentTrial } from './run-record.ts'
import type { RunnerBilling } from './runner-billing.ts'

export interface RunOptions {
  readonly instance?: string | null
  readonly budget?: number | null
  readonly seed?: number | null
  readonly signal?: AbortSignal
}

export interface CloseOptions {
  /** Cancels what is in flight. */
  readonly force?: boolean
  /** Leaves what the run has on its cluster (its queue), so that it can be resumed. */
  readonly keep?: boolean
}

/**
 * What an optimizer needs of whatever runs its trials (SMAC: `AbstractRunner`). Implement this and every facade can sit on it.
 * A trial's own fault never throws out of any member: it is a result.
 */
export interface Runner extends AsyncDisposable {
  /** Resolves when the trial is accepted; waits for a free worker when all are taken. Takes its place among the workers from the call on. @throws NoWorkersError, RunnerClosedError */
  submitTrial(info: TrialInfo, data?: unknown): Promise<void>
  /** Finished trials, each once, without waiting. The info is the very object that was submitted. */
  iterResults(): Iterable<readonly [TrialInfo, TrialValue]>
  /** Until at least one result can be taken; at once when nothing is in flight. Bounded: every trial has a lease. */
  wait(): Promise<void>
  /** True while trials are in flight or finished but not taken; false after close. */
  isRunning(): boolean
  /** Workers free now: the current limit less what is in flight, never below 0. */
  countAvailableWorkers(): number
  /** Runs one trial in this process: no cloud. */
  run(configuration: Configuration, options?: RunOptions, data?: unknown): Promise<RunAnswer>
  /** Lets what is in flight finish, then ends; with `force`, cancels it. Afterwards every other call throws RunnerClosedError. */
  close(options?: CloseOptions): Promise<void>

  // What follows a runner may do without; a study then waits for what is in flight, and sees only a number of workers.

  /** Ends every trial in flight, each as a CRASHED result, at once; the runner stays usable. */
  cancel?(reason: string): void
  /** No trial runs past this time (milliseconds since the epoch): its limit is min(its own, what is left). Infinity lifts it. */
  setDeadline?(epochMs: number): void
  /** Takes up a trial that an earlier process has submitted; its result comes like any other. @throws what submitTrial throws */
  resumeTrial?(info: TrialInfo, sent: SentTrial, data?: unknown): Promise<void>
  /** How many trials may run at once now. */
  readonly limit?: number
  /** The limit in words: `10 workers: the account's unreserved concurrency`. */
  readonly limitDescription?: string
  /** What the run is billed by; without it a run has no cost, and no cap on it. */
  readonly billing?: RunnerBilling | undefined
}

/** [status, cost, runtime in milliseconds, additionalInfo] */
export type RunAnswer = readonly [status: StatusType, cost: number | readonly number[], runtimeMs: number, additionalInfo: JsonObject]
