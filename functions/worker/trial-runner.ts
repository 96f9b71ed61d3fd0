import type { ExecutionOutcome } from '../../execution/execution-outcome.ts'
import type { ExecutionRequest } from '../../execution/execution-request.ts'

/** Runs one trial to its end, whatever the trial does: a fault of the trial is an outcome, never a throw. */
export interface TrialRunner {
  run(request: ExecutionRequest, options: { readonly signal: AbortSignal }): Promise<ExecutionOutcome>
  /** Waits, a short time, for the memory of a trial that was ended; false when it does not come back and the process has to go. */
  recover(): Promise<boolean>
}
