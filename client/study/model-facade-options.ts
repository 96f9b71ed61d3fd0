import type { Configuration } from '../../contract/trial.ts'
import type { MultiObjectiveChoice } from '../optimizer/index.ts'
import type { FacadeOptions } from './facade-options.ts'
import type { ModelOptions } from './model-options.ts'

export interface ModelFacadeOptions<C extends Configuration = Configuration> extends FacadeOptions<C>, ModelOptions {
  /**
   * What several objectives are optimized for: the front's `hypervolume` (default for two), `parego` (default for more), or their weighted `mean`.
   */
  readonly multiObjective?: MultiObjectiveChoice['kind'] | undefined
  /** By objective, for the `mean`; equal by default. Costs are brought to mean 0 and variance 1 before. */
  readonly objectiveWeights?: readonly number[] | undefined
}
