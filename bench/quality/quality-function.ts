import type { ConfigurationSpace } from '../../client/space/index.ts'
import type { Configuration } from '../../contract/trial.ts'

/** Under which conditions a cost is measured; null where a function has none of it. */
interface Conditions {
  readonly seed: number
  readonly instance: string | null
  readonly budget: number | null
}

/** A benchmark function of known truth. Everything is minimised. */
export interface QualityFunction {
  readonly name: string
  readonly kind: 'blackbox' | 'instances' | 'multifidelity' | 'multiobjective'
  readonly space: ConfigurationSpace
  readonly instanceFeatures: Readonly<Record<string, readonly number[]>> | null
  readonly budgets: { readonly min: number; readonly max: number } | null
  /** The least true cost. */
  readonly optimum: number
  /** The true cost of the median random configuration, less the optimum; regrets are divided by it. */
  readonly scale: number
  /** What a trial measures: a cost, or one an objective; null when it crashes. */
  value(configuration: Configuration, conditions: Conditions): number | readonly number[] | null
  /** The cost without noise: at the greatest budget, and the mean over all instances. Of several objectives, none. */
  truth(configuration: Configuration): number
}
