import type { Configuration } from '../../contract/trial.ts'
import { ModelProposer } from '../optimizer/index.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade } from './facade.ts'
import type { FacadeOptions } from './facade-options.ts'
import { HALVING_OPTIONS, type HalvingOptions, halvingParts } from './halving-parts.ts'
import { MODEL_OPTIONS, type ModelOptions, modelOptions } from './model-options.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'

export interface MultiFidelityOptions<C extends Configuration = Configuration> extends FacadeOptions<C>, HalvingOptions, ModelOptions {}

/**
 * Hyperband with configurations from a model (SMAC: `MultiFidelityFacade`; BOHB: Falkner, Klein and Hutter, "BOHB: Robust and Efficient
 * Hyperparameter Optimization at Scale", 2018, section 3). Theirs learns from one budget at a time; the Gaussian process here over
 * configurations and budgets (`ComparableObservations`), for the costs at the greatest. The scenario says the least and the greatest budget.
 *
 * @example
 * const optimizer = new MultiFidelity(study, runner)
 * const incumbent = await optimizer.optimize()
 */
export class MultiFidelity<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: MultiFidelityOptions<C> = {}) {
    super(scenario, runner, { ...options }, [...HALVING_OPTIONS, ...MODEL_OPTIONS], (context) => {
      const { scenario: checked, random, initial } = context
      const { minBudget, maxBudget } = checked
      const source = new ModelProposer(checked.space, random.split('proposer'), {
        initial,
        objectives: checked.objectives.length,
        mixedConditions: true,
        budgets: minBudget === null || maxBudget === null ? null : { min: minBudget, max: maxBudget },
        ...modelOptions(context.read),
      })
      const parts = halvingParts('MultiFidelity', context, source)
      return { ...parts, background: source, description: `${parts.description}; ${source.description}` }
    })
  }
}
