import type { Configuration } from '../../contract/trial.ts'
import type { Runner } from '../runner/runner.ts'
import { AlgorithmConfiguration } from './algorithm-configuration.ts'
import { BlackBox } from './black-box.ts'
import type { Facade } from './facade.ts'
import type { FacadeOptions } from './facade-options.ts'
import { Hyperband } from './hyperband.ts'
import { HyperparameterOptimization } from './hyperparameter-optimization.ts'
import { MultiFidelity } from './multi-fidelity.ts'
import { defaultOptimizer, type OptimizerName } from './optimizer-name.ts'
import { RandomSearch } from './random-search.ts'
import type { Study } from './study.ts'
import { StudyError } from './study-error.ts'

/** The optimizer that a study asks for, or the one that fits it: `MultiFidelity` with a least budget, `AlgorithmConfiguration` with several instances. @throws StudyError when it does not fit the study */
export function makeOptimizer<C extends Configuration>(study: Study<C>, runner: Runner | null, options: FacadeOptions<C> = {}): Facade<C> {
  const name: OptimizerName = study.optimizer ?? defaultOptimizer(study.scenario)
  const model = study.model ?? {}
  if (study.model !== null && (name === 'hyperband' || name === 'random-search'))
    throw new StudyError(`study ${JSON.stringify(study.name)}`, 'model', `${name} has no model of the costs`)
  switch (name) {
    case 'hyperparameter-optimization':
      return new HyperparameterOptimization(study, runner, { ...model, ...options })
    case 'black-box':
      return new BlackBox(study, runner, { ...model, ...options })
    case 'algorithm-configuration':
      return new AlgorithmConfiguration(study, runner, { ...model, ...options })
    case 'multi-fidelity':
      return new MultiFidelity(study, runner, { ...model, ...options })
    case 'hyperband':
      return new Hyperband(study, runner, options)
    case 'random-search':
      return new RandomSearch(study, runner, options)
  }
}
