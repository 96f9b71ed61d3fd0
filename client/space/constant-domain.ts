import type { ParameterValue } from '../../contract/trial.ts'
import { checkValue } from './check-values.ts'
import type { ConstantParameter } from './constant.ts'
import type { Domain } from './domain.ts'

/** One value, in the middle of the unit interval. */
export class ConstantDomain implements Domain {
  readonly kind = 'constant'
  readonly size = 1
  readonly defaultValue: ParameterValue
  readonly expectation: string

  /** @throws SpaceError */
  constructor(name: string, parameter: ConstantParameter) {
    this.defaultValue = checkValue(name, parameter.value)
    this.expectation = JSON.stringify(this.defaultValue)
  }

  has(value: unknown): boolean {
    return value === this.defaultValue
  }

  fromUnit(): ParameterValue {
    return this.defaultValue
  }

  toUnit(): number {
    return 0.5
  }

  indexOf(): number {
    return 0
  }

  at(): ParameterValue {
    return this.defaultValue
  }
}
