import type { Condition } from './condition.ts'

/** What no configuration may fulfil. */
export interface ForbiddenClause {
  readonly kind: 'forbidden'
  readonly condition: Condition
}

/**
 * Rules out every configuration that fulfils the condition; with several entries, those that fulfil all of them.
 *
 * @example forbid({ moves: '2opt', neighbours: 5 })
 */
export function forbid(condition: Condition): ForbiddenClause {
  return Object.freeze({ kind: 'forbidden', condition })
}
