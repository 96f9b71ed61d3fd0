import type { ParameterValue } from '../../contract/trial.ts'
import { checkOptions } from './check-options.ts'

export interface CategoricalParameter<V extends ParameterValue = ParameterValue> {
  readonly kind: 'categorical'
  readonly values: readonly V[]
  /** How likely each value is, relative to the others; undefined when all are as likely. */
  readonly weights: readonly number[] | undefined
  readonly default: V | undefined
}

/**
 * One of some values without an order. The default is the value of the highest weight, the first of several.
 * @throws SpaceError when there is no such option
 *
 * @example categorical(['2opt', 'oropt', 'both'], { default: 'both', weights: [1, 1, 2] })
 */
export function categorical<const V extends ParameterValue>(
  values: readonly V[],
  options: { readonly default?: NoInfer<V>; readonly weights?: readonly number[] } = {},
): CategoricalParameter<V> {
  checkOptions('categorical', options, ['default', 'weights'])
  return Object.freeze({ kind: 'categorical', values, weights: options.weights, default: options.default })
}
