import type { ParameterValue } from '../../contract/trial.ts'
import type { Comparison } from './comparison.ts'

/** Marks a composed condition, so that a parameter may have any name. Registered: two copies of this package understand each other. */
export const TERM: unique symbol = Symbol.for('trialfan.space.term')

/** Parameter → value it equals, list it is in, or comparison. Several entries must all hold. An inactive parameter fulfils none. */
export interface ParameterTests {
  readonly [parameter: string]: ParameterValue | readonly ParameterValue[] | Comparison
}

export interface Combination {
  readonly [TERM]: 'allOf' | 'anyOf'
  readonly conditions: readonly Condition[]
}

export type RelationOperator = '<' | '<=' | '>' | '>=' | '=' | '!='

export interface Relation {
  readonly [TERM]: 'relation'
  readonly left: string
  readonly operator: RelationOperator
  readonly right: string
}

/** What must hold for a parameter to be active, or what must not hold in any configuration. */
export type Condition = ParameterTests | Combination | Relation
