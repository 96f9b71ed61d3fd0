import type { Configuration } from '../../contract/trial.ts'
import type { AcquisitionName, MultiObjectiveChoice } from '../optimizer/index.ts'
import type { FacadeOptions } from './facade.ts'

export interface ModelFacadeOptions<C extends Configuration = Configuration> extends FacadeOptions<C> {
  /** Tried first, after the default configuration: a warm start from what is known to be good. Earlier trials are told with `tell`. */
  readonly initialConfigurations?: readonly Configuration[] | undefined
  /** Of a model: log expected improvement (default), expected improvement, probability of improvement, lower confidence bound. */
  readonly acquisition?: AcquisitionName | undefined
  /**
   * What several objectives are optimized for: the front's `hypervolume` (default for two), `parego` (default for more), or their weighted `mean`.
   */
  readonly multiObjective?: MultiObjectiveChoice['kind'] | undefined
  /** By objective, for the `mean`; equal by default. Costs are brought to mean 0 and variance 1 before. */
  readonly objectiveWeights?: readonly number[] | undefined
}
