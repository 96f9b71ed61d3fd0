import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'

/** Keeps account of which configurations are the best. */
export interface Incumbents<C extends Configuration = Configuration> {
  /** The best one, or the Pareto front of several objectives; in the order in which they were found. */
  readonly front: readonly EvaluatedConfiguration<C>[]
  /** Those of the front that were run on every instance, at the scenario's greatest budget. */
  readonly complete: readonly EvaluatedConfiguration<C>[]
  /** The default configuration, once its cost can be laid beside the incumbent's. */
  readonly default: EvaluatedConfiguration<C> | null
  /** The best one; one of the front. */
  readonly incumbent: EvaluatedConfiguration<C> | null
  /** Takes a trial in; gives its configuration, or another one that is now among the best and was not before. */
  told(info: TrialInfo, value: TrialValue): EvaluatedConfiguration<C> | null
}
