import type { Configuration } from '../../contract/trial.ts'
import { ModelProposer } from '../optimizer/index.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade, type FacadeOptions } from './facade.ts'
import { HALVING_OPTIONS, type HalvingOptions, halvingParts } from './halving-parts.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'

export interface MultiFidelityOptions<C extends Configuration = Configuration> extends FacadeOptions<C>, HalvingOptions {
  /** Tried first, after the default configuration: a warm start from what is known to be good. Earlier trials are told with `tell`. */
  readonly initialConfigurations?: readonly Configuration[] | undefined
}

/**
 * Hyperband with configurations from a model of the costs (SMAC: `MultiFidelityFacade`; BOHB: Falkner, Klein and Hutter, "BOHB: Robust and
 * Efficient Hyperparameter Optimization at Scale", 2018, section 3). The scenario says the least and the greatest budget.
 *
 * @example
 * const optimizer = new MultiFidelity(study, runner)
 * const incumbent = await optimizer.optimize()
 */
export class MultiFidelity<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: MultiFidelityOptions<C> = {}) {
    super(scenario, runner, { ...options }, [...HALVING_OPTIONS, 'initialConfigurations'], (checked, random, read) => {
      const given = read.list('initialConfigurations') as readonly Configuration[]
      const initial = checked.useDefaultConfiguration ? [checked.space.defaultConfiguration(), ...given] : given
      const source = new ModelProposer(checked.space, random.split('proposer'), {
        initial,
        objectives: checked.objectives.length,
        mixedConditions: true,
      })
      const parts = halvingParts('MultiFidelity', checked, { source, random, read })
      return { ...parts, description: `${parts.description}; ${source.description}` }
    })
  }
}
