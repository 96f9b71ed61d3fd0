import type { Configuration } from '../../contract/trial.ts'
import type { ConfigurationSpace } from '../space/index.ts'

/** The places of the parameters that have more than one value: the dimensions that a design covers. */
export class VaryingParameters<C extends Configuration> {
  readonly places: readonly number[]
  readonly #space: ConfigurationSpace<C>
  readonly #vector: Float64Array

  constructor(space: ConfigurationSpace<C>) {
    this.#space = space
    this.places = space.parameters.flatMap(({ domain }, place) => (domain.size > 1 ? [place] : []))
    this.#vector = new Float64Array(space.parameters.length).fill(0.5)
  }

  /** The configuration at a point with one number a varying parameter; null when it is forbidden. */
  decode(point: ArrayLike<number>): C | null {
    this.places.forEach((place, dimension) => {
      this.#vector[place] = point[dimension] as number
    })
    return this.#space.decode(this.#vector)
  }
}
