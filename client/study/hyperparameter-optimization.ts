import type { Configuration } from '../../contract/trial.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade } from './facade.ts'
import type { ModelFacadeOptions } from './model-facade-options.ts'
import { MODEL_FACADE_OPTIONS, modelFacadeParts } from './model-facade-parts.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'

/**
 * Bayesian optimization of costs that take a while (SMAC: `HyperparameterOptimizationFacade`): the default configuration and a Sobol design,
 * then what a model of the costs proposes. Every configuration is run on every instance. `description` says which model it chose, and why.
 *
 * @example
 * const optimizer = new HyperparameterOptimization(study, runner)
 * const incumbent = await optimizer.optimize()
 */
export class HyperparameterOptimization<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: ModelFacadeOptions<C> = {}) {
    super(scenario, runner, { ...options }, MODEL_FACADE_OPTIONS, (context) => modelFacadeParts(context))
  }
}
