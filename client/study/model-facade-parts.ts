import type { Configuration } from '../../contract/trial.ts'
import { FullEvaluation } from '../intensifier/full-evaluation.ts'
import { ModelProposer, type MultiObjectiveChoice } from '../optimizer/index.ts'
import type { FacadeContext, FacadeParts } from './facade-parts.ts'
import { MODEL_OPTIONS, type ModelOptions, modelOptions } from './model-options.ts'
import type { OptionsReader } from './options-reader.ts'

export const MODEL_FACADE_OPTIONS = [...MODEL_OPTIONS, 'multiObjective', 'objectiveWeights'] as const

/** A model that proposes, and every configuration run on every instance. */
export function modelFacadeParts<C extends Configuration>(
  { scenario, random, read, initial, observed }: FacadeContext<C>,
  options: ModelOptions = modelOptions(read),
): FacadeParts {
  const { space, objectives, instances, maxBudget, deterministic, trials } = scenario
  const objectiveWeights = weightsOf(objectives.length, read)
  const proposer = new ModelProposer(space, random.split('proposer'), {
    initial,
    objectives: objectives.length,
    trials: trials / (instances?.length ?? 1),
    ...options,
    ...multiObjective(objectives.length, objectiveWeights, read),
  })
  const seed = deterministic ? 0 : random.split('trial seed').integer(2 ** 31)
  return {
    description: `Bayesian optimization, ${proposer.description}`,
    intensifier: new FullEvaluation(observed(proposer), { instances, seed, budget: maxBudget }),
    objectiveWeights,
    background: proposer,
  }
}

function multiObjective(
  objectives: number,
  weights: readonly number[] | undefined,
  read: OptionsReader,
): { readonly multiObjective?: MultiObjectiveChoice } {
  const choice = read.value('multiObjective')
  if (weights !== undefined && choice !== 'mean') throw read.fault('objectiveWeights', 'no weights unless multiObjective is "mean"')
  switch (choice) {
    case undefined:
      return {}
    case 'hypervolume':
      if (objectives !== 2)
        throw read.fault('multiObjective', objectives === 1 ? 'none for one objective' : `"parego" or "mean" for ${objectives} objectives`)
      return { multiObjective: { kind: choice } }
    case 'parego':
      if (objectives === 1) throw read.fault('multiObjective', 'none for one objective')
      return { multiObjective: { kind: choice } }
    case 'mean':
      return { multiObjective: { kind: choice, weights } }
    default:
      throw read.fault('multiObjective', '"hypervolume", "parego" or "mean"')
  }
}

function weightsOf(objectives: number, read: OptionsReader): readonly number[] | undefined {
  const given = read.value('objectiveWeights')
  if (given === undefined) return undefined
  const isFit =
    Array.isArray(given) &&
    given.length === objectives &&
    given.every((weight) => typeof weight === 'number' && weight > 0 && weight < Infinity)
  if (!isFit) throw read.fault('objectiveWeights', `${objectives} numbers above 0, one an objective`)
  return given
}
