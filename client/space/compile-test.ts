import { describe } from '../../contract/errors.ts'
import type { ParameterValue } from '../../contract/trial.ts'
import type { Comparison } from './comparison.ts'
import type { CompiledCondition, ConditionContext } from './compiled-condition.ts'
import type { ParameterTests } from './condition.ts'
import type { Domain } from './domain.ts'
import { SpaceError } from './errors.ts'
import { findParameter } from './find-parameter.ts'

/** One entry of a record condition: a parameter's value against a value, a list or a comparison. @throws SpaceError */
export function compileTest(name: string, wanted: ParameterTests[string], context: ConditionContext): CompiledCondition {
  const { place, domain } = findParameter(name, context)
  const check = (value: unknown): ParameterValue => {
    if (domain.has(value)) return value as ParameterValue
    throw new SpaceError(context.owner, `${context.label}: ${name} is never ${describe(value)}; expected ${domain.expectation}`)
  }
  if (Array.isArray(wanted)) {
    if (wanted.length === 0) throw new SpaceError(context.owner, `${context.label}: the list of values for ${name} is empty`)
    const values = wanted.map(check)
    const text = `${name} in ${JSON.stringify(values)}`
    if (values.length < 8) return answer(place, values, text, (value) => values.includes(value))
    const set = new Set(values)
    return answer(place, values, text, (value) => set.has(value))
  }
  if (isComparison(wanted)) return compare(name, place, domain, wanted, check, context)
  const value = check(wanted)
  return answer(place, [value], `${name} is ${JSON.stringify(value)}`, (other) => other === value)
}

function compare(
  name: string,
  place: number,
  domain: Domain,
  { operator, value }: Comparison,
  check: (value: unknown) => ParameterValue,
  context: ConditionContext,
): CompiledCondition {
  const text = `${name} ${operator === '!=' ? 'is not' : operator} ${JSON.stringify(value)}`
  const fail = (reason: string): never => {
    throw new SpaceError(context.owner, `${context.label}: ${reason}`)
  }
  switch (operator) {
    case '!=': {
      const excluded = check(value)
      if (domain.size === 1) fail(`${name} is always ${JSON.stringify(excluded)}, so ${text} never holds`)
      return answer(place, [excluded], text, (other) => other !== excluded)
    }
    case '>':
    case '<':
      break
    default:
      return fail(`expected greaterThan, lessThan or notEqual, got ${describe(operator)}`)
  }
  const above = operator === '>'
  switch (domain.kind) {
    case 'categorical':
    case 'constant':
      return fail(`the values of ${name} have no order; make it ordinal() to compare with ${operator}`)
    case 'ordinal': {
      const limit = domain.indexOf(check(value))
      if (limit === (above ? domain.size - 1 : 0)) fail(`${text} never holds: it is the ${above ? 'last' : 'first'} value`)
      return answer(place, [value], text, (other) => {
        const index = domain.indexOf(other)
        return above ? index > limit : index < limit
      })
    }
    case 'float':
    case 'integer': {
      if (typeof value !== 'number' || Number.isNaN(value)) return fail(`expected a number to compare ${name} with, got ${describe(value)}`)
      const farthest = domain.fromUnit(above ? 1 : 0) as number
      if (above ? farthest <= value : farthest >= value) fail(`${text} never holds: ${name} is ${domain.expectation}`)
      return answer(place, [value], text, (other) => (above ? (other as number) > value : (other as number) < value))
    }
  }
}

function answer(
  place: number,
  values: readonly ParameterValue[],
  text: string,
  holds: (value: ParameterValue) => boolean,
): CompiledCondition {
  return {
    test: (assignment) => {
      const value = assignment[place]
      return value !== undefined && holds(value)
    },
    dependences: [{ parameter: place, values }],
    text,
  }
}

function isComparison(wanted: ParameterTests[string]): wanted is Comparison {
  return typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted) && 'operator' in wanted
}
