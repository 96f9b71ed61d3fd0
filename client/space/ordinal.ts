import type { ParameterValue } from '../../contract/trial.ts'
import { checkOptions } from './check-options.ts'

export interface OrdinalParameter<V extends ParameterValue = ParameterValue> {
  readonly kind: 'ordinal'
  readonly values: readonly V[]
  readonly default: V | undefined
}

/**
 * One of some values in the order given; neighbours in the list are neighbours in the search. The default is the middle one.
 * @throws SpaceError when there is no such option
 *
 * @example ordinal([5, 8, 10, 16])
 */
export function ordinal<const V extends ParameterValue>(
  values: readonly V[],
  options: { readonly default?: NoInfer<V> } = {},
): OrdinalParameter<V> {
  checkOptions('ordinal', options, ['default'])
  return Object.freeze({ kind: 'ordinal', values, default: options.default })
}
