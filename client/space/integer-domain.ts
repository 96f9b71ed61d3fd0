import type { ParameterValue } from '../../contract/trial.ts'
import { checkBounds } from './check-bounds.ts'
import type { Domain } from './domain.ts'
import { SpaceError } from './errors.ts'
import type { IntegerParameter } from './integer.ts'
import { TruncatedNormal } from './truncated-normal.ts'

/** Beyond this, a double on the unit interval cannot tell neighbouring values apart on the logarithm. */
const MOST = 2 ** 40

/**
 * Whole numbers. Each owns a stretch of the unit interval, so that the ends are as likely as the rest:
 * `[i - 0.5, i + 0.5]`, on the logarithm with `log` (ConfigSpace 1.2, `UniformIntegerHyperparameter`).
 */
export class IntegerDomain implements Domain {
  readonly kind = 'integer'
  readonly size: number
  readonly lower: number
  readonly upper: number
  readonly log: boolean
  readonly defaultValue: number
  readonly expectation: string
  readonly #start: number
  readonly #span: number
  readonly #normal: TruncatedNormal | null

  /** @throws SpaceError */
  constructor(name: string, parameter: IntegerParameter) {
    checkBounds(name, parameter)
    const { lower, upper, log, normal } = parameter
    if (upper - lower >= MOST || (log && upper >= MOST))
      throw new SpaceError(
        name,
        `${lower} to ${upper} are more values than the 2^40 that can be told apart; use float() and round in the target`,
      )
    // Adding 0 turns -0, which JSON does not know, into 0.
    this.lower = lower + 0
    this.upper = upper + 0
    this.log = log
    this.size = upper - lower + 1
    this.expectation = `an integer from ${lower} to ${upper}`
    this.#start = log ? Math.log(lower - 0.5) : lower
    this.#span = log ? Math.log(upper + 0.5) - this.#start : this.size
    this.#normal = normal === undefined ? null : new TruncatedNormal(name, normal, lower - 0.5, upper + 0.5)
    const middle = normal === undefined ? this.fromUnit(0.5) : Math.round(normal.mean)
    this.defaultValue = parameter.default ?? Math.min(upper, Math.max(lower, middle)) + 0
  }

  has(value: unknown): boolean {
    return typeof value === 'number' && Number.isInteger(value) && value >= this.lower && value <= this.upper
  }

  fromUnit(unit: number): number {
    if (this.#normal !== null) return Math.min(this.upper, Math.max(this.lower, Math.round(this.#normal.quantile(unit)))) + 0
    const place = this.#start + unit * this.#span
    const value = this.log ? Math.round(Math.exp(place)) : Math.floor(place)
    return Math.min(this.upper, Math.max(this.lower, value))
  }

  toUnit(value: ParameterValue): number {
    const number = value as number
    if (this.#normal !== null) return (this.#normal.share(number - 0.5) + this.#normal.share(number + 0.5)) / 2
    return ((this.log ? Math.log(number) : number + 0.5) - this.#start) / this.#span
  }

  indexOf(value: ParameterValue): number {
    return (value as number) - this.lower
  }

  at(index: number): number {
    return this.lower + index
  }
}
