import type { AcquisitionName, ModelChoice, OptimumPriors } from '../optimizer/index.ts'
import type { OptionsReader } from './options-reader.ts'

/** What the facades that have a model of the costs can be told of it; a study's `model`. */
export interface ModelOptions {
  /**
   * Which model learns the costs: a `gaussian-process`, a random `forest` (SMAC's), or `auto` (default), by the space and the number of configurations
   * (docs/optimizer.md). Only a forest learns from the instances' features.
   */
  readonly model?: ModelChoice | undefined
  /**
   * What is highest at the next configuration: the logarithm of expected improvement (`log-ei`, default), expected improvement (`ei`), the same by the
   * time that a trial takes (`ei-per-second`), the probability of improvement (`pi`), the lower confidence bound (`lcb`), or the lowest cost under
   * costs drawn from the model (`thompson`).
   */
  readonly acquisition?: AcquisitionName | undefined
  /**
   * Where the best values are believed to be, by parameter; the belief fades as trials come in.
   * @example { rate: { best: 1e-3, spread: 0.1 }, kind: { best: 'adam' } }
   */
  readonly priors?: OptimumPriors | undefined
  /** Configurations after which the belief counts as it is. Default: a tenth of the trials. */
  readonly priorStrength?: number | undefined
  /** Share of the configurations after the design that are random, 0 to 1. Default: 0. */
  readonly randomShare?: number | undefined
}

export const MODEL_OPTIONS = ['model', 'acquisition', 'priors', 'priorStrength', 'randomShare'] as const

const MODELS: readonly unknown[] = ['auto', 'gaussian-process', 'forest'] satisfies readonly ModelChoice[]
const ACQUISITIONS: readonly unknown[] = ['log-ei', 'ei', 'ei-per-second', 'pi', 'lcb', 'thompson'] satisfies readonly AcquisitionName[]

/** @throws StudyError that names the option */
export function modelOptions(read: OptionsReader): ModelOptions {
  const { model, acquisition, priors, priorStrength, randomShare } = Object.fromEntries(
    MODEL_OPTIONS.map((name) => [name, read.value(name)]),
  )
  if (model !== undefined && !isModel(model)) throw read.fault('model', '"auto", "gaussian-process" or "forest"')
  if (acquisition !== undefined && !isAcquisition(acquisition))
    throw read.fault('acquisition', '"log-ei", "ei", "ei-per-second", "pi", "lcb" or "thompson"')
  if (priors !== undefined && !isPriors(priors))
    throw read.fault(
      'priors',
      'by parameter, an object such as { best: 0.1, spread: 0.2 } or, of a categorical, { best: "a", weights: { a: 5 } }',
    )
  if (priorStrength !== undefined && !(typeof priorStrength === 'number' && priorStrength > 0 && priorStrength < Number.POSITIVE_INFINITY))
    throw read.fault('priorStrength', 'a number above 0')
  if (randomShare !== undefined && !(typeof randomShare === 'number' && randomShare >= 0 && randomShare <= 1))
    throw read.fault('randomShare', 'a number from 0 to 1')
  return {
    ...(model === undefined ? {} : { model }),
    ...(acquisition === undefined ? {} : { acquisition }),
    ...(priors === undefined ? {} : { priors }),
    ...(priorStrength === undefined ? {} : { priorStrength }),
    ...(randomShare === undefined ? {} : { randomShare }),
  }
}

function isModel(value: unknown): value is ModelChoice {
  return MODELS.includes(value)
}

function isAcquisition(value: unknown): value is AcquisitionName {
  return ACQUISITIONS.includes(value)
}

/** Whether they fit the space is checked by the proposer. */
function isPriors(value: unknown): value is OptimumPriors {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((prior: unknown) => typeof prior === 'object' && prior !== null && 'best' in prior)
}
