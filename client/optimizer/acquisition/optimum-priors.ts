import { describe } from '../../../contract/errors.ts'
import type { Configuration, ParameterValue } from '../../../contract/trial.ts'
import { unknownOption } from '../../../contract/unknown-option.ts'
import { type ConfigurationSpace, type Domain, SpaceError } from '../../space/index.ts'
import type { Feature, FeatureSpace } from '../model/feature-space.ts'
import type { Acquisition } from './acquisition.ts'

/** Where the best value of a parameter is believed to be. */
export interface ValuePrior {
  /** The likeliest value. */
  readonly best: ParameterValue
  /** Standard deviation of the belief, as a share of the parameter's range (of its logarithm, with `log`). Default: 0.2. Not for a categorical. */
  readonly spread?: number | undefined
  /** By value of a categorical: how much likelier it is than 1, which stands for every other one. Default: 5 for the best. */
  readonly weights?: Readonly<Record<string, number>> | undefined
}

/** By parameter; what is left out is believed to be anywhere. */
export type OptimumPriors = Readonly<Record<string, ValuePrior>>

interface Belief {
  readonly at: number
  readonly best: number
  readonly spread: number
  /** By category: the logarithm of its weight; null for a number. */
  readonly logWeights: Float64Array | null
}

const SPREAD = 0.2
const BEST_WEIGHT = 5
/** No value is believed to be impossible: the density is at least this share of the highest. */
const LEAST_DENSITY = 1e-4

/** @throws SpaceError when the priors do not fit the space */
export function checkPriors(space: ConfigurationSpace, priors: OptimumPriors): void {
  for (const [name, prior] of Object.entries(priors)) {
    const domain = space.parameters.find((parameter) => parameter.name === name)?.domain
    if (domain === undefined) throw new SpaceError(name, 'there is a prior for it, and no such parameter')
    const unknown = unknownOption(prior, domain.kind === 'categorical' ? ['best', 'weights'] : ['best', 'spread'])
    if (unknown !== null) throw new SpaceError(name, `its prior has ${JSON.stringify(unknown.option)}: ${unknown.complaint}`)
    const { best, spread = SPREAD, weights = {} } = prior
    if (!domain.has(best)) throw new SpaceError(name, `the best value of its prior, ${JSON.stringify(best)}, is none of its values`)
    if (!(typeof spread === 'number' && spread > 0 && spread <= 1))
      throw new SpaceError(name, `expected a spread above 0 and up to 1 in its prior, got ${describe(spread)}`)
    if (domain.kind === 'categorical') checkWeights(name, domain, weights)
  }
}

function checkWeights(name: string, domain: Domain, weights: unknown): void {
  if (typeof weights !== 'object' || weights === null || Array.isArray(weights))
    throw new SpaceError(name, `expected weights by value in its prior, got ${describe(weights)}`)
  const values = Array.from({ length: domain.size }, (_, index) => String(domain.at(index)))
  for (const [value, weight] of Object.entries(weights)) {
    if (!values.includes(value))
      throw new SpaceError(name, `its prior has a weight for ${JSON.stringify(value)}, which is none of its values`)
    if (!(typeof weight === 'number' && weight > 0 && weight < Number.POSITIVE_INFINITY))
      throw new SpaceError(name, `expected weights above 0 in its prior, got ${describe(weight)} for ${value}`)
  }
}

/**
 * What a person believes of the optimum, as a weight of the acquisition: the density of the belief to the power of strength / observations, so that
 * it fades as trials come in (Hvarfner et al., "πBO: Augmenting Acquisition Functions with User Beliefs for Bayesian Optimization", 2022, equation 6).
 */
export class OptimumPriorWeight implements Acquisition {
  /** The likeliest point. */
  readonly mode: Float64Array
  readonly #beliefs: readonly Belief[]
  readonly #strength: number
  #exponent = 1

  /** `strength`: observations after which the belief counts as it is; the paper takes a tenth of the run's. */
  constructor(features: FeatureSpace<Configuration>, priors: OptimumPriors, strength: number) {
    this.#strength = strength
    this.#beliefs = features.features.flatMap((feature, at) => {
      const prior = Object.hasOwn(priors, feature.name) ? priors[feature.name] : undefined
      return prior === undefined ? [] : [belief(feature, prior, at)]
    })
    this.mode = features.encode(features.space.defaultConfiguration())
    for (const { at, best } of this.#beliefs) this.mode[at] = best
  }

  /** How many observations there are now. */
  observed(count: number): void {
    this.#exponent = this.#strength / Math.max(1, count)
  }

  value(point: Float64Array): number {
    let sum = 0
    for (const belief of this.#beliefs) {
      const value = point[belief.at] as number
      if (Number.isNaN(value)) continue
      sum += belief.logWeights === null ? Math.log(density(belief, value) + LEAST_DENSITY) : (belief.logWeights[value] as number)
    }
    return this.#exponent * sum
  }

  withGradient(point: Float64Array, gradient: Float64Array): number {
    gradient.fill(0)
    for (const belief of this.#beliefs) {
      const value = point[belief.at] as number
      if (Number.isNaN(value) || belief.logWeights !== null) continue
      const own = density(belief, value)
      gradient[belief.at] = (this.#exponent * (own / (own + LEAST_DENSITY)) * (belief.best - value)) / belief.spread ** 2
    }
    return this.value(point)
  }
}

function density({ best, spread }: Belief, value: number): number {
  return Math.exp(-0.5 * ((value - best) / spread) ** 2)
}

function belief({ domain, isCategorical }: Feature, { best, spread = SPREAD, weights }: ValuePrior, at: number): Belief {
  if (!isCategorical) return { at, best: domain.toUnit(best), spread, logWeights: null }
  const given = weights ?? { [String(best)]: BEST_WEIGHT }
  const logWeights = Float64Array.from({ length: domain.size }, (_, index) => Math.log(given[String(domain.at(index))] ?? 1))
  return { at, best: domain.indexOf(best), spread, logWeights }
}
