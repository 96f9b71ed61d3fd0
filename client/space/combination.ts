import { type Combination, type Condition, TERM } from './condition.ts'

/** Every one of the conditions holds. */
export function allOf(...conditions: readonly Condition[]): Combination {
  const combination: Combination = { [TERM]: 'allOf', conditions }
  return Object.freeze(combination)
}

/** At least one of the conditions holds. @example when(anyOf({ moves: 'oropt' }, { restarts: greaterThan(3) }), integer(1, 3)) */
export function anyOf(...conditions: readonly Condition[]): Combination {
  const combination: Combination = { [TERM]: 'anyOf', conditions }
  return Object.freeze(combination)
}
