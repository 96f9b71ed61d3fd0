import type { Configuration } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { Scenario } from './scenario.ts'
import type { StopReason } from './stop-reason.ts'
import type { StudySummary } from './study-summary.ts'

/** What a callback sees of the optimizer that calls it: every facade is one. */
export interface ObservedOptimizer<C extends Configuration = Configuration> {
  readonly scenario: Scenario<C>
  /** The method in words: `random search, scrambled Sobol points`. */
  readonly description: string
  /** Every trial that was told, in order. */
  readonly history: RunHistory
  /** The best configuration so far, or null; with several objectives, one of the Pareto front. */
  readonly incumbent: C | null
  /** The incumbent's cost: its mean over all instances; one number per objective when there are several. */
  readonly incumbentCost: number | readonly number[] | null
  /** The best configurations: one, or the Pareto front of several objectives. */
  readonly front: readonly EvaluatedConfiguration<C>[]
  /** Why the last run ended; null before the first and while one is running. */
  readonly stopReason: StopReason | null
  /** What the run came to, or has come to so far. */
  readonly summary: StudySummary<C>
}
