import { allOf } from './combination.ts'
import type { Condition } from './condition.ts'
import type { Parameter } from './parameter.ts'

export interface ConditionalParameter<P extends Parameter = Parameter> {
  readonly kind: 'when'
  readonly condition: Condition
  readonly parameter: P
}

/**
 * A parameter that exists only while a condition on others holds; otherwise it is absent from the configuration.
 * Around another `when`, both conditions must hold.
 *
 * @example when({ moves: ['oropt', 'both'] }, integer(1, 3))
 */
export function when<P extends Parameter>(condition: Condition, parameter: P | ConditionalParameter<P>): ConditionalParameter<P> {
  if (parameter?.kind === 'when')
    return Object.freeze({ kind: 'when', condition: allOf(condition, parameter.condition), parameter: parameter.parameter })
  return Object.freeze({ kind: 'when', condition, parameter })
}
