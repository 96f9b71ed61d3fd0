import type { Configuration } from '../../contract/trial.ts'
import { RandomProposer } from '../optimizer/index.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade } from './facade.ts'
import type { FacadeOptions } from './facade-options.ts'
import { HALVING_OPTIONS, type HalvingOptions, halvingParts } from './halving-parts.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'

export interface HyperbandOptions<C extends Configuration = Configuration> extends FacadeOptions<C>, HalvingOptions {}

/**
 * Hyperband with configurations drawn at random (SMAC: `HyperbandFacade`). The scenario says the least and the greatest budget.
 *
 * @example
 * const optimizer = new Hyperband(study, runner, { eta: 4 })
 * const incumbent = await optimizer.optimize()
 */
export class Hyperband<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: HyperbandOptions<C> = {}) {
    super(scenario, runner, { ...options }, HALVING_OPTIONS, (context) => {
      const { scenario: checked, random, initial } = context
      const source = new RandomProposer(checked.space, random.split('proposer'), { initial })
      const parts = halvingParts('Hyperband', context, source)
      return { ...parts, description: `${parts.description}; ${source.description}` }
    })
  }
}
