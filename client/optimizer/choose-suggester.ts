import type { Configuration } from '../../contract/trial.ts'
import type { AcquisitionChoice } from './acquisition/acquisition-choice.ts'
import type { AcquisitionName } from './acquisition/acquisition-function.ts'
import { type OptimumPriors, OptimumPriorWeight } from './acquisition/optimum-priors.ts'
import { ForestSuggester } from './forest/forest-suggester.ts'
import { GaussianSuggester } from './gp/gaussian-suggester.ts'
import { HypervolumeSuggester } from './gp/hypervolume-suggester.ts'
import type { BudgetSpan } from './model/comparable-observations.ts'
import type { FeatureSpace } from './model/feature-space.ts'
import { SequenceSuggester } from './model/sequence-suggester.ts'
import type { Suggester } from './model/suggester.ts'
import { TargetsOf } from './model/targets-of.ts'
import { type MultiObjectiveChoice, scalarizationOf } from './multi-objective/multi-objective-choice.ts'
import { parego } from './multi-objective/parego.ts'
import type { Scalarization } from './multi-objective/scalarization.ts'
import { krigingBeliever } from './pending/kriging-believer.ts'
import type { PendingStrategy } from './pending/pending-strategy.ts'
import { posteriorSampling } from './pending/posterior-sampling.ts'
import { InterleavedSuggester } from './search/interleaved-suggester.ts'

export type ModelChoice = 'auto' | 'gaussian-process' | 'forest'

export interface SuggesterOptions {
  readonly model: ModelChoice
  readonly objectives: number
  readonly acquisition: AcquisitionName
  /** For several objectives; the hypervolume is for two, and for a Gaussian process: else it is ParEGO. */
  readonly multiObjective: MultiObjectiveChoice
  /** What a person believes of the optimum, and after how many observations the belief counts as it is. */
  readonly priors: OptimumPriors
  readonly priorStrength: number
  /** Whether configurations are not all run on the same instances or at the same budget. */
  readonly mixedConditions: boolean
  /** Where trials are run at budgets between two: these. */
  readonly budgets: BudgetSpan | null
  /** Share of the proposals that are random. */
  readonly randomShare: number
  /** How pending trials count; null: as measured best for the model. */
  readonly pending: PendingStrategy | 'thompson' | null
  /** By instance: its features as a model learns them; null where costs are learnt over configurations alone. */
  readonly instances: readonly Float64Array[] | null
}

export interface ChosenSuggester<C extends Configuration> {
  /** What a person reads: which model, and why. */
  readonly description: string
  readonly suggester: Suggester<C>
}

/** A Gaussian process finds better configurations than a forest, also in wide spaces; it is fast enough for so many parameters … */
const MOST_PARAMETERS = 100
/** … and so many configurations. */
const MOST_CONFIGURATIONS = 500

/** Measured (docs/optimizer.md): a forest's mean says less of what is pending than one draw. */
const FOREST_PENDING = posteriorSampling(1)

/** The model that fits the space; what was chosen by measurement is told in docs/optimizer.md. */
export function chooseSuggester<C extends Configuration>(features: FeatureSpace<C>, options: SuggesterOptions): ChosenSuggester<C> {
  const { description, suggester } = modelFor(features, options)
  const { acquisition, priors, randomShare } = options
  const words = [
    description,
    ...(options.objectives === 1 ? [options.mixedConditions ? SCALE_BY_SPREAD : LIKELIEST_SCALE] : []),
    ...(acquisition === 'log-ei' ? [] : [`acquisition ${acquisition}`]),
    ...(Object.keys(priors).length === 0 ? [] : [`priors of ${Object.keys(priors).join(', ')}`]),
    ...(randomShare === 0 ? [] : [`${Number((100 * randomShare).toPrecision(3))} % random`]),
  ]
  const interleaved = randomShare === 0 ? suggester : new InterleavedSuggester(suggester, features.space, randomShare)
  return { description: words.join('; '), suggester: interleaved }
}

const LIKELIEST_SCALE = 'costs on the scale that they are likeliest on, from logarithms to as they are'
const SCALE_BY_SPREAD = 'costs as logarithms where they are positive and spread over more than a factor of ten'

function modelFor<C extends Configuration>(features: FeatureSpace<C>, options: SuggesterOptions): ChosenSuggester<C> {
  const { model, objectives, dimensions } = { ...options, dimensions: features.dimensions }
  const several = objectives > 1 ? `, ${multiObjectiveName(options)}` : ''
  const parameters = `${dimensions} parameter${dimensions === 1 ? '' : 's'}`
  if (model === 'gaussian-process')
    return { description: `Gaussian process (as asked for)${several}`, suggester: gaussian(features, options) }
  const forest = new ForestSuggester(
    features,
    targetsOf(options),
    options.pending ?? FOREST_PENDING,
    choiceOf(features, options),
    options.instances,
  )
  const forestName = `random forest${options.instances === null ? '' : " over instances' features"}${objectives > 1 ? `, ${scalarization(options).name}` : ''}`
  if (model === 'forest') return { description: `${forestName} (as asked for)`, suggester: forest }
  if (dimensions > MOST_PARAMETERS)
    return {
      description: `${forestName}: ${parameters} are more than the ${MOST_PARAMETERS} that a Gaussian process is fast enough for`,
      suggester: forest,
    }
  return {
    description: `Gaussian process${options.budgets === null ? '' : ' over all budgets'} for ${parameters}${several}; a ${forestName} beyond ${MOST_CONFIGURATIONS} configurations`,
    suggester: new SequenceSuggester(gaussian(features, options), forest, MOST_CONFIGURATIONS, dimensions),
  }
}

function gaussian<C extends Configuration>(features: FeatureSpace<C>, options: SuggesterOptions): Suggester<C> {
  const pending = options.pending === null || options.pending === 'thompson' ? krigingBeliever : options.pending
  if (isHypervolume(options)) return new HypervolumeSuggester(features, pending)
  return new GaussianSuggester(features, targetsOf(options), pending, choiceOf(features, options))
}

function choiceOf(features: FeatureSpace, { acquisition, priors, priorStrength }: SuggesterOptions): AcquisitionChoice {
  const isGiven = Object.keys(priors).length > 0
  return { name: acquisition, prior: isGiven ? new OptimumPriorWeight(features, priors, priorStrength) : null }
}

function targetsOf(options: SuggesterOptions): TargetsOf {
  const { objectives, mixedConditions } = options
  // Means over some instances, or at small budgets, are too few and too unlike to tell (measured, docs/racing.md).
  const choosesScale = !mixedConditions
  return objectives === 1 ? new TargetsOf(1, { choosesScale }) : new TargetsOf(objectives, { scalarization: scalarization(options) })
}

function scalarization({ multiObjective }: SuggesterOptions): Scalarization {
  return scalarizationOf(multiObjective) ?? parego
}

function isHypervolume({ objectives, multiObjective }: SuggesterOptions): boolean {
  return objectives === 2 && multiObjective.kind === 'hypervolume'
}

function multiObjectiveName(options: SuggesterOptions): string {
  return isHypervolume(options) ? 'expected hypervolume improvement' : scalarization(options).name
}
