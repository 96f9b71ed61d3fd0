import { SpaceError } from './errors.ts'
import { normalQuantile, normalShare } from './normal-distribution.ts'
import type { NormalShape } from './normal-shape.ts'

/** Less of a normal distribution cannot be drawn from evenly in double precision. */
const LEAST_SHARE = 1e-9

/** A normal distribution between two bounds, and nothing beyond them. */
export class TruncatedNormal {
  readonly #shape: NormalShape
  readonly #below: number
  readonly #within: number

  /** @throws SpaceError when the bounds hold next to nothing of the distribution */
  constructor(name: string, shape: NormalShape, lower: number, upper: number) {
    this.#shape = shape
    this.#below = this.#share(lower)
    this.#within = this.#share(upper) - this.#below
    if (!(this.#within >= LEAST_SHARE))
      throw new SpaceError(name, `its bounds ${lower} and ${upper} hold next to nothing of a normal distribution around ${shape.mean}`)
  }

  /** The value below which a share of the distribution lies. */
  quantile(share: number): number {
    return this.#shape.mean + this.#shape.deviation * normalQuantile(this.#below + share * this.#within)
  }

  /** The share of the distribution below a value. */
  share(value: number): number {
    return Math.min(1, Math.max(0, (this.#share(value) - this.#below) / this.#within))
  }

  #share(value: number): number {
    return normalShare((value - this.#shape.mean) / this.#shape.deviation)
  }
}
