import type { Scenario } from './scenario.ts'

/** The optimizers that a study or the command line can ask for by name; `makeOptimizer` makes them. */
export const OPTIMIZER_NAMES = [
  'hyperparameter-optimization',
  'black-box',
  'algorithm-configuration',
  'multi-fidelity',
  'hyperband',
  'random-search',
] as const
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number]

/** The optimizer of a study that names none: by its budgets, else its instances. A race is for one objective. */
export function defaultOptimizer({ minBudget, maxBudget, instances, objectives }: Scenario): OptimizerName {
  if (minBudget !== null && maxBudget !== null && minBudget < maxBudget) return 'multi-fidelity'
  if (instances !== null && instances.length > 1 && objectives.length === 1) return 'algorithm-configuration'
  return 'hyperparameter-optimization'
}
