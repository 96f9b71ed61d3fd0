import { type Relation, type RelationOperator, TERM } from './condition.ts'

/**
 * Compares the values of two parameters; fulfilled only while both are active.
 * An order (`<`, `<=`, `>`, `>=`) needs numbers on both sides.
 *
 * @example forbid(relation('smallest', '>', 'largest'))
 */
export function relation(left: string, operator: RelationOperator, right: string): Relation {
  const compared: Relation = { [TERM]: 'relation', left, operator, right }
  return Object.freeze(compared)
}
