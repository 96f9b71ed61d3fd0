import { defineScenario, type Scenario } from '../../client/study/index.ts'
import type { QualityFunction } from './quality-function.ts'

const TRIALS = { blackbox: 100, multiobjective: 100, instances: 400, multifidelity: 30 } as const

/** How many trials a run has; with budgets, how many at the greatest budget its trials may cost together. */
export const trialsOf = ({ kind }: QualityFunction): number => TRIALS[kind]

/** With budgets, the number of trials follows from what they cost: the limit is never met. */
export function scenarioOf(quality: QualityFunction, trials: number, seed: number): Scenario {
  const { name, space, instanceFeatures, budgets, kind } = quality
  return defineScenario({
    name,
    space,
    seed,
    trials: budgets === null ? trials : Math.ceil(trials * (budgets.max / budgets.min)),
    ...(kind === 'multiobjective' ? { objectives: ['first', 'second'] } : {}),
    ...(instanceFeatures === null ? {} : { instances: Object.keys(instanceFeatures), instanceFeatures }),
    ...(budgets === null ? {} : { minBudget: budgets.min, maxBudget: budgets.max }),
  })
}
