import { describe } from '../../contract/errors.ts'
import type { ParameterValue } from '../../contract/trial.ts'
import { checkValues } from './check-values.ts'
import type { Domain } from './domain.ts'
import { SpaceError } from './errors.ts'
import type { OrdinalParameter } from './ordinal.ts'

/** Values in an order, evenly spaced on the unit interval. */
export class OrdinalDomain implements Domain {
  readonly kind = 'ordinal'
  readonly size: number
  readonly values: readonly ParameterValue[]
  readonly defaultValue: ParameterValue
  readonly expectation: string
  readonly #places: ReadonlyMap<unknown, number>

  /** @throws SpaceError */
  constructor(name: string, parameter: OrdinalParameter) {
    this.values = checkValues(name, parameter.values)
    this.size = this.values.length
    this.#places = new Map(this.values.map((value, index) => [value, index]))
    this.expectation = `one of ${this.values.map((value) => JSON.stringify(value)).join(', ')}`
    const preset = parameter.default === undefined ? this.fromUnit(0.5) : parameter.default
    if (!this.has(preset)) throw new SpaceError(name, `expected a default that is ${this.expectation}, got ${describe(preset)}`)
    this.defaultValue = preset
  }

  has(value: unknown): boolean {
    return this.#places.has(value)
  }

  fromUnit(unit: number): ParameterValue {
    return this.at(Math.min(this.size - 1, Math.floor(unit * this.size)))
  }

  toUnit(value: ParameterValue): number {
    return (this.indexOf(value) + 0.5) / this.size
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
