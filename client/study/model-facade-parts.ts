import type { Configuration } from '../../contract/trial.ts'
import { FullEvaluation } from '../intensifier/full-evaluation.ts'
import { type ModelChoice, ModelProposer } from '../optimizer/index.ts'
import type { Random } from '../space/index.ts'
import type { FacadeParts } from './facade.ts'
import type { OptionsReader } from './options-reader.ts'
import type { Scenario } from './scenario.ts'

export const MODEL_FACADE_OPTIONS = ['initialConfigurations'] as const

/** A model that proposes, and every configuration run on every instance. */
export function modelFacadeParts<C extends Configuration>(
  scenario: Scenario<C>,
  random: Random,
  read: OptionsReader,
  model: ModelChoice,
): FacadeParts {
  const { space, objectives, instances, maxBudget, deterministic, useDefaultConfiguration, trials } = scenario
  const given = read.list('initialConfigurations') as readonly Configuration[]
  const proposer = new ModelProposer(space, random.split('proposer'), {
    initial: useDefaultConfiguration ? [space.defaultConfiguration(), ...given] : given,
    objectives: objectives.length,
    trials: trials / (instances?.length ?? 1),
    model,
  })
  const seed = deterministic ? 0 : random.split('trial seed').integer(2 ** 31)
  return {
    description: `Bayesian optimization, ${proposer.description}`,
    intensifier: new FullEvaluation(proposer, { instances, seed, budget: maxBudget }),
  }
}
