import type { Configuration, TrialValue } from '../../contract/trial.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { RunFigures } from './run-statistics.ts'
import type { StopReason } from './stop-reason.ts'

/** A configuration's latest trial on an instance, and the mean cost of all its trials there. */
export type InstanceSummary = TrialValue & { readonly meanCost: number | readonly number[] }

/** What a run came to. */
export interface StudySummary<C extends Configuration = Configuration> {
  /** The best configuration; null when none succeeded on all its instances. With several objectives, one of `front`. */
  readonly incumbent: EvaluatedConfiguration<C> | null
  /** The space's default configuration, when it was run on all instances. */
  readonly default: EvaluatedConfiguration<C> | null
  /** The configurations that no other one beats: the incumbent alone, or the Pareto front of several objectives. */
  readonly front: readonly EvaluatedConfiguration<C>[]
  /** One row for each instance (one row with a null instance when there are none); null where there is no such configuration. */
  readonly perInstance: readonly {
    readonly instance: string | null
    readonly incumbent: InstanceSummary | null
    readonly default: InstanceSummary | null
  }[]
  readonly figures: RunFigures
  readonly stopReason: StopReason | null
}
