import type { Configuration, JsonValue } from './trial.ts'

export type { Configuration, JsonObject, JsonValue, ParameterValue } from './trial.ts'

/** Everything a target may want to know about its trial. */
export interface TrialContext<Data = unknown> {
  /** The instance's name, or null. */
  readonly instance: string | null
  /** The instance's features, or null. */
  readonly features: readonly number[] | null
  readonly seed: number | null
  readonly budget: number | null
  /** The scattered data. Read only: the same memory serves later trials. */
  readonly data: Data
  /** Aborted shortly before the trial's time limit, and when the trial is cancelled. */
  readonly signal: AbortSignal
  /** Tells an intermediate cost at a budget (multi-fidelity runs). */
  readonly report: (budget: number, cost: number | readonly number[]) => void
  /** Writes a line to the worker's log. */
  readonly log: (message: string) => void
}

/** A cost: one number, a list in declared order, or a record by objective name. Lower is better. */
export type Cost = number | readonly number[] | Readonly<Record<string, number>>
/** What a target returns: a cost, or a cost with information to keep beside it. */
export type TargetResult = Cost | readonly [Cost, Readonly<Record<string, JsonValue>>]

/**
 * The function that a trial runs: a configuration in, a cost out.
 * It is the module's default export; the module is bundled and runs on the workers.
 *
 * @example
 * const target: Target = async (configuration) => (configuration.x as number) ** 2
 * export default target
 */
export type Target<Data = unknown, C extends Configuration = Configuration> = (
  configuration: C,
  context: TrialContext<Data>,
) => TargetResult | Promise<TargetResult>
