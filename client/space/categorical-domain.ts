import { describe } from '../../contract/errors.ts'
import type { ParameterValue } from '../../contract/trial.ts'
import type { CategoricalParameter } from './categorical.ts'
import { checkValues } from './check-values.ts'
import type { Domain } from './domain.ts'
import { SpaceError } from './errors.ts'

/** A smaller share of the weights could vanish in rounding: such a value would never be drawn, nor come back from its unit. */
const SMALLEST_SHARE = 2 ** -40

/** Values without an order. Each owns a stretch of the unit interval as long as its share of the weights. */
export class CategoricalDomain implements Domain {
  readonly kind = 'categorical'
  readonly size: number
  readonly values: readonly ParameterValue[]
  readonly defaultValue: ParameterValue
  readonly expectation: string
  readonly #places: ReadonlyMap<unknown, number>
  /** Where each value's stretch ends; the last is 1. Null when all are as long. */
  readonly #ends: Float64Array | null

  /** @throws SpaceError */
  constructor(name: string, parameter: CategoricalParameter) {
    this.values = checkValues(name, parameter.values)
    this.size = this.values.length
    this.#places = new Map(this.values.map((value, index) => [value, index]))
    this.expectation = `one of ${this.values.map((value) => JSON.stringify(value)).join(', ')}`
    this.#ends = parameter.weights === undefined ? null : stretches(name, parameter.weights, this.size)
    const heaviest = parameter.weights === undefined ? 0 : parameter.weights.indexOf(Math.max(...parameter.weights))
    const preset = parameter.default === undefined ? this.at(heaviest) : parameter.default
    if (!this.has(preset)) throw new SpaceError(name, `expected a default that is ${this.expectation}, got ${describe(preset)}`)
    this.defaultValue = preset
  }

  has(value: unknown): boolean {
    return this.#places.has(value)
  }

  fromUnit(unit: number): ParameterValue {
    if (this.#ends === null) return this.at(Math.min(this.size - 1, Math.floor(unit * this.size)))
    let index = 0
    while (index < this.size - 1 && unit >= (this.#ends[index] ?? 1)) index++
    return this.at(index)
  }

  toUnit(value: ParameterValue): number {
    const index = this.indexOf(value)
    if (this.#ends === null) return (index + 0.5) / this.size
    return ((this.#ends[index - 1] ?? 0) + (this.#ends[index] ?? 1)) / 2
  }

  indexOf(value: ParameterValue): number {
    return this.#places.get(value) ?? Number.NaN
  }

  at(index: number): ParameterValue {
    const value = this.values[index]
    if (value === undefined) throw new RangeError(`no value at ${index} of ${this.size}`)
    return value
  }
}

function stretches(name: string, weights: readonly number[], size: number): Float64Array {
  if (!Array.isArray(weights) || weights.length !== size)
    throw new SpaceError(name, `expected ${size} weights, one a value, got ${describe(weights)}`)
  const wrong = weights.find((weight) => !(typeof weight === 'number' && weight > 0 && Number.isFinite(weight)))
  if (wrong !== undefined)
    throw new SpaceError(name, `expected weights above 0, got ${describe(wrong)}; leave a value out rather than weigh it 0`)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let reached = 0
  const ends = Float64Array.from(weights, (weight) => {
    reached += weight
    return reached / total
  })
  ends[size - 1] = 1
  const lost = ends.findIndex((end, index) => end - (ends[index - 1] ?? 0) < SMALLEST_SHARE)
  if (lost !== -1) throw new SpaceError(name, `weight ${weights[lost]} is too small beside the others to be drawn`)
  return ends
}
