import type { ParameterValue } from '../../contract/trial.ts'
import type { ParameterKind } from './parameter.ts'

/** The values of one checked parameter, and where they lie on the unit interval. */
export interface Domain {
  readonly kind: ParameterKind
  /** How many values there are; Infinity for a float. */
  readonly size: number
  readonly defaultValue: ParameterValue
  /** For messages: `a number from 0.1 to 100`. */
  readonly expectation: string
  has(value: unknown): boolean
  /** The value at `unit`, 0 to 1. A uniform unit gives the parameter's own distribution. */
  fromUnit(unit: number): ParameterValue
  /** The middle of the stretch that `fromUnit` maps to this value. The value must be one of the domain's. */
  toUnit(value: ParameterValue): number
  /** The value's place in order, from 0; for a finite domain. Floats have none: NaN. */
  indexOf(value: ParameterValue): number
  /** The value at a place, 0 to size - 1; for a finite domain. @throws RangeError otherwise */
  at(index: number): ParameterValue
}
