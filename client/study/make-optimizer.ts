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

/** The optimizer that a study asks for, or the one that fits it: `MultiFidelity` with a least budget, `AlgorithmConfiguration` with several instances. @throws StudyError when it does not fit the study */
export function makeOptimizer<C extends Configuration>(study: Study<C>, runner: Runner | null, options: FacadeOptions<C> = {}): Facade<C> {
  const name: OptimizerName = study.optimizer ?? defaultOptimizer(study.scenario)
  switch (name) {
    case 'hyperparameter-optimization':
      return new HyperparameterOptimization(study, runner, options)
    case 'black-box':
      return new BlackBox(study, runner, options)
    case 'algorithm-configuration':
      return new AlgorithmConfiguration(study, runner, options)
    case 'multi-fidelity':
      return new MultiFidelity(study, runner, options)
    case 'hyperband':
      return new Hyperband(study, runner, options)
    case 'random-search':
      return new RandomSearch(study, runner, options)
  }
}
