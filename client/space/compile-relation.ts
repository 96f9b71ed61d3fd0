import { describe } from '../../contract/errors.ts'
import type { ParameterValue } from '../../contract/trial.ts'
import type { CompiledCondition, ConditionContext } from './compiled-condition.ts'
import type { Relation, RelationOperator } from './condition.ts'
import type { Domain } from './domain.ts'
import { SpaceError } from './errors.ts'
import { findParameter } from './find-parameter.ts'

/** @throws SpaceError when a side is unknown, both are the same, or an order is asked of values that are no numbers */
export function compileRelation({ left, operator, right }: Relation, context: ConditionContext): CompiledCondition {
  const text = `${left} ${operator} ${right}`
  const first = findParameter(left, context)
  const second = findParameter(right, context)
  if (first.place === second.place) throw new SpaceError(context.owner, `${context.label}: ${text} compares ${left} with itself`)
  const holds = comparators[operator]
  if (!Object.hasOwn(comparators, operator))
    throw new SpaceError(
      context.owner,
      `${context.label}: expected <, <=, >, >=, = or != between ${left} and ${right}, got ${describe(operator)}`,
    )
  if (operator !== '=' && operator !== '!=')
    for (const { name, domain } of [first, second])
      if (!isNumeric(domain))
        throw new SpaceError(context.owner, `${context.label}: ${text} needs numbers on both sides, and ${name} is ${domain.expectation}`)
  return {
    test: (values) => {
      const a = values[first.place]
      const b = values[second.place]
      return a !== undefined && b !== undefined && holds(a, b)
    },
    dependences: [
      { parameter: first.place, values: null },
      { parameter: second.place, values: null },
    ],
    text,
  }
}

const comparators: Readonly<Record<RelationOperator, (a: ParameterValue, b: ParameterValue) => boolean>> = {
  '<': (a, b) => (a as number) < (b as number),
  '<=': (a, b) => (a as number) <= (b as number),
  '>': (a, b) => (a as number) > (b as number),
  '>=': (a, b) => (a as number) >= (b as number),
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

function isNumeric(domain: Domain): boolean {
  switch (domain.kind) {
    case 'float':
    case 'integer':
      return true
    case 'ordinal':
    case 'constant':
      return Array.from({ length: domain.size }, (_, index) => domain.at(index)).every((value) => typeof value === 'number')
    case 'categorical':
      return false
  }
}
