import type { Configuration } from '../../contract/trial.ts'
import type { ConfigurationSpace, Random } from '../space/index.ts'

/** Which configurations to try before anything is known of their costs. */
export interface Design {
  /** What a person reads: `Sobol points, scrambled (8 dimensions)`. */
  describe(space: ConfigurationSpace): string
  /** At most `count` distinct legal configurations; fewer only where the space, or a factorial design, has no more. */
  configurations<C extends Configuration>(space: ConfigurationSpace<C>, count: number, random: Random): C[]
}
