import type { ParameterValue } from '../../contract/trial.ts'
import { checkBounds } from './check-bounds.ts'
import type { Domain } from './domain.ts'
import { SpaceError } from './errors.ts'
import type { FloatParameter } from './float.ts'
import { TruncatedNormal } from './truncated-normal.ts'

/** A stretch of the real line, or of its logarithm. */
export class FloatDomain implements Domain {
  readonly kind = 'float'
  readonly size = Infinity
  readonly lower: number
  readonly upper: number
  readonly log: boolean
  readonly defaultValue: number
  readonly expectation: string
  readonly #start: number
  readonly #span: number
  readonly #normal: TruncatedNormal | null

  /** @throws SpaceError */
  constructor(name: string, parameter: FloatParameter) {
    checkBounds(name, parameter)
    const { lower, upper, log, normal } = parameter
    // Adding 0 turns -0, which JSON does not know, into 0.
    this.lower = lower + 0
    this.upper = upper + 0
    this.log = log
    this.expectation = `a number from ${lower} to ${upper}`
    this.#start = log ? Math.log(lower) : lower
    this.#span = (log ? Math.log(upper) : upper) - this.#start
    if (!(this.#span > 0 && Number.isFinite(this.#span)))
      throw new SpaceError(name, `the bounds ${lower} and ${upper} are too ${this.#span > 0 ? 'far apart' : 'close'} for a double`)
    this.#normal = normal === undefined ? null : new TruncatedNormal(name, normal, lower, upper)
    this.defaultValue = parameter.default ?? Math.min(upper, Math.max(lower, normal?.mean ?? this.fromUnit(0.5))) + 0
  }

  has(value: unknown): boolean {
    return typeof value === 'number' && value >= this.lower && value <= this.upper
  }

  fromUnit(unit: number): number {
    // The ends are met exactly, whatever the logarithm rounds to.
    if (unit <= 0) return this.lower
    if (unit >= 1) return this.upper
    const place = this.#normal === null ? this.#start + unit * this.#span : this.#normal.quantile(unit) + 0
    return Math.min(this.upper, Math.max(this.lower, this.log ? Math.exp(place) : place))
  }

  toUnit(value: ParameterValue): number {
    const number = value as number
    if (this.#normal !== null) return this.#normal.share(number)
    const unit = ((this.log ? Math.log(number) : number) - this.#start) / this.#span
    return Math.min(1, Math.max(0, unit))
  }

  indexOf(): number {
    return Number.NaN
  }

  at(): never {
    throw new RangeError('a float has no places to count')
  }
}
