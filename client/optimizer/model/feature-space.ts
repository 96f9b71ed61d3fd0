import type { Configuration, ParameterValue } from '../../../contract/trial.ts'
import type { ConfigurationSpace, Domain, SpaceParameter } from '../../space/index.ts'

/** One input of a model: a parameter with more than one value. */
export interface Feature {
  readonly name: string
  /** The parameter's place in the space. */
  readonly place: number
  readonly domain: Domain
  readonly isCategorical: boolean
}

/**
 * Configurations as models see them: a number from 0 to 1 for each parameter that has an order, the place of the value for one that has
 * none, NaN where a parameter is inactive. Constants are left out. Where trials have budgets, a model has one input more: the fidelity.
 */
export class FeatureSpace<C extends Configuration = Configuration> {
  readonly space: ConfigurationSpace<C>
  readonly features: readonly Feature[]
  /** Whether models are told at which budget costs were measured, and asked for those at the greatest one. */
  readonly hasFidelity: boolean
  /** By input of a model: the features, and the fidelity where there is one. */
  readonly isCategorical: readonly boolean[]
  /** Whether every parameter is always active. */
  readonly isAlwaysActive: boolean
  readonly #units: Float64Array

  constructor(space: ConfigurationSpace<C>, hasFidelity = false) {
    this.space = space
    this.hasFidelity = hasFidelity
    this.features = space.parameters.flatMap((parameter, place) => feature(parameter, place))
    this.isCategorical = [...this.features.map(({ isCategorical }) => isCategorical), ...(hasFidelity ? [false] : [])]
    this.isAlwaysActive = space.parameters.every(({ condition }) => condition === null)
    this.#units = new Float64Array(space.parameters.length).fill(0.5)
  }

  get dimensions(): number {
    return this.features.length
  }

  /** The configuration must be legal. */
  encode(configuration: Configuration): Float64Array {
    const { features } = this
    const point = new Float64Array(features.length)
    for (let at = 0; at < features.length; at++) {
      const { name, domain, isCategorical } = features[at] as Feature
      // Not every space forbids a parameter to be called like a member of all objects, so only own entries count.
      const value: ParameterValue | undefined = Object.hasOwn(configuration, name) ? configuration[name] : undefined
      point[at] = value === undefined ? Number.NaN : isCategorical ? domain.indexOf(value) : domain.toUnit(value)
    }
    return point
  }

  /** The configuration at a point; what is NaN stands for the middle if it turns out to be active. Null when it is forbidden. */
  decode(point: Float64Array): C | null {
    const units = this.#units
    for (let at = 0; at < this.features.length; at++) {
      const { domain, place, isCategorical } = this.features[at] as Feature
      const given = point[at] as number
      if (Number.isNaN(given)) units[place] = domain.toUnit(domain.defaultValue)
      else units[place] = isCategorical ? domain.toUnit(domain.at(given)) : Math.min(1, Math.max(0, given))
    }
    return this.space.decode(units)
  }
}

function feature({ name, domain }: SpaceParameter, place: number): Feature[] {
  if (domain.size <= 1) return []
  return [{ name, place, domain, isCategorical: domain.kind === 'categorical' }]
}
