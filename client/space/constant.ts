import type { ParameterValue } from '../../contract/trial.ts'

export interface ConstantParameter<V extends ParameterValue = ParameterValue> {
  readonly kind: 'constant'
  readonly value: V
}

/** A value that is part of every configuration and never searched. @example constant('v1') */
export function constant<const V extends ParameterValue>(value: V): ConstantParameter<V> {
  return Object.freeze({ kind: 'constant', value })
}
