import {
  AlgorithmConfiguration,
  BlackBox,
  type Facade,
  type FacadeOptions,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
  type Scenario,
} from '../../client/study/index.ts'
import type { QualityFunction } from './quality-function.ts'

type FacadeMaker = (scenario: Scenario, options: FacadeOptions) => Facade

/** What `--facade` may name. */
const FACADES: Readonly<Record<string, FacadeMaker>> = {
  HyperparameterOptimization: (scenario, options) => new HyperparameterOptimization(scenario, null, options),
  Forest: (scenario, options) => new HyperparameterOptimization(scenario, null, { ...options, model: 'forest' }),
  BlackBox: (scenario, options) => new BlackBox(scenario, null, options),
  AlgorithmConfiguration: (scenario, options) => new AlgorithmConfiguration(scenario, null, options),
  ForestWithFeatures: (scenario, options) => new AlgorithmConfiguration(scenario, null, { ...options, model: 'forest' }),
  ForestWithoutFeatures: (scenario, options) =>
    new AlgorithmConfiguration({ ...scenario, instanceFeatures: null }, null, { ...options, model: 'forest' }),
  Hyperband: (scenario, options) => new Hyperband(scenario, null, options),
  MultiFidelity: (scenario, options) => new MultiFidelity(scenario, null, options),
  RandomSearch: (scenario, options) => new RandomSearch(scenario, null, options),
}

export const FACADE_NAMES: readonly string[] = Object.keys(FACADES)

/** The facade that a study with such a function gets by default. */
export function defaultFacade(kind: QualityFunction['kind']): string {
  switch (kind) {
    case 'instances':
      return 'AlgorithmConfiguration'
    case 'multifidelity':
      return 'MultiFidelity'
    default:
      return 'HyperparameterOptimization'
  }
}

/** @throws Error when there is no facade of that name */
export function makeFacade(name: string, scenario: Scenario, options: FacadeOptions): Facade {
  const make = FACADES[name]
  if (make === undefined) throw new Error(`there is no facade ${name}; there are ${FACADE_NAMES.join(', ')}`)
  return make(scenario, options)
}
