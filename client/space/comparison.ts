import type { ParameterValue } from '../../contract/trial.ts'

/** A test of one parameter's value, for use inside a condition. */
export interface Comparison {
  readonly operator: '>' | '<' | '!='
  readonly value: ParameterValue
}

/** Above a number; above a value's place in an ordinal's list. @example when({ restarts: greaterThan(3) }, float(0.9, 0.999)) */
export function greaterThan(value: number | string): Comparison {
  return Object.freeze({ operator: '>', value })
}

/** Below a number; before a value's place in an ordinal's list. */
export function lessThan(value: number | string): Comparison {
  return Object.freeze({ operator: '<', value })
}

/** Any value but this one. */
export function notEqual(value: ParameterValue): Comparison {
  return Object.freeze({ operator: '!=', value })
}
