import { describe } from '../../contract/errors.ts'
import { compileRelation } from './compile-relation.ts'
import { compileTest } from './compile-test.ts'
import type { CompiledCondition, ConditionContext } from './compiled-condition.ts'
import { type Combination, type Condition, type Relation, TERM } from './condition.ts'
import { SpaceError } from './errors.ts'

/** @throws SpaceError when it names an unknown parameter, an impossible value, or is no condition */
export function compileCondition(condition: Condition, context: ConditionContext): CompiledCondition {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition))
    throw new SpaceError(context.owner, `${context.label}: expected a record such as { moves: '2opt' }, got ${describe(condition)}`)
  if (isRelation(condition)) return compileRelation(condition, context)
  if (isCombination(condition)) {
    const parts = condition.conditions.map((part) => compileCondition(part, context))
    return condition[TERM] === 'allOf' ? every(parts, context) : some(parts, context)
  }
  return every(
    Object.entries(condition).map(([name, wanted]) => compileTest(name, wanted, context)),
    context,
  )
}

const isRelation = (condition: Condition): condition is Relation => TERM in condition && condition[TERM] === 'relation'
const isCombination = (condition: Condition): condition is Combination => TERM in condition && condition[TERM] !== 'relation'

function every(parts: readonly CompiledCondition[], context: ConditionContext): CompiledCondition {
  return join(parts, ' and ', context, (values) => {
    for (const part of parts) if (!part.test(values)) return false
    return true
  })
}

function some(parts: readonly CompiledCondition[], context: ConditionContext): CompiledCondition {
  return join(parts, ' or ', context, (values) => {
    for (const part of parts) if (part.test(values)) return true
    return false
  })
}

function join(
  parts: readonly CompiledCondition[],
  word: string,
  context: ConditionContext,
  test: CompiledCondition['test'],
): CompiledCondition {
  const [first] = parts
  if (first === undefined) throw new SpaceError(context.owner, `${context.label} is empty; name at least one parameter in it`)
  if (parts.length === 1) return first
  return { test, dependences: parts.flatMap((part) => part.dependences), text: `(${parts.map((part) => part.text).join(word)})` }
}
