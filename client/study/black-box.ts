import type { Configuration } from '../../contract/trial.ts'
import type { Runner } from '../runner/runner.ts'
import { Facade } from './facade.ts'
import type { ModelFacadeOptions } from './model-facade-options.ts'
import { MODEL_FACADE_OPTIONS, modelFacadeParts } from './model-facade-parts.ts'
import { modelOptions } from './model-options.ts'
import type { Scenario } from './scenario.ts'
import type { Study } from './study.ts'

/** All but the choice of the model. */
const OPTIONS = MODEL_FACADE_OPTIONS.filter((name) => name !== 'model')

/**
 * Bayesian optimization with a Gaussian process, whatever the space (SMAC: `BlackBoxFacade`): for few parameters and trials that are dear.
 *
 * @example
 * const optimizer = new BlackBox(study, runner)
 * const incumbent = await optimizer.optimize()
 */
export class BlackBox<C extends Configuration = Configuration> extends Facade<C> {
  constructor(scenario: Scenario<C> | Study<C>, runner: Runner | null = null, options: Omit<ModelFacadeOptions<C>, 'model'> = {}) {
    super(scenario, runner, { ...options }, OPTIONS, (context) =>
      modelFacadeParts(context, { ...modelOptions(context.read), model: 'gaussian-process' }),
    )
  }
}
