import type { JsonObject } from '../../../contract/trial.ts'
import type { Comparison } from '../comparison.ts'
import { type Condition, TERM } from '../condition.ts'
import type { Domain } from '../domain.ts'
import { SpaceError } from '../errors.ts'
import { joined } from './joined.ts'
import { alwaysLimits, legalLimit } from './legal-limit.ts'

/** When a parameter is active, as ConfigSpace says it. @throws SpaceError for a comparison of two parameters */
export function conditionJson(child: string, condition: Condition, domains: ReadonlyMap<string, Domain>): JsonObject {
  const join = (type: 'AND' | 'OR', parts: readonly JsonObject[]): JsonObject =>
    joined(parts, (conditions) => ({ type, child, conditions }))
  if (TERM in condition) {
    if (condition[TERM] === 'relation') {
      throw new SpaceError(child, `ConfigSpace has no condition that compares two parameters (${condition.left} and ${condition.right})`)
    }
    return join(
      condition[TERM] === 'allOf' ? 'AND' : 'OR',
      condition.conditions.map((part) => conditionJson(child, part, domains)),
    )
  }
  const tests = Object.entries(condition).map(([parent, wanted]): JsonObject => {
    if (Array.isArray(wanted)) return { type: 'IN', child, parent, values: wanted }
    if (typeof wanted === 'object' && wanted !== null && 'operator' in wanted)
      return compared({ child, parent }, wanted, domains.get(parent) as Domain)
    return { type: 'EQ', child, parent, value: wanted as string }
  })
  return join('AND', tests)
}

function compared(names: { readonly child: string; readonly parent: string }, { operator, value }: Comparison, domain: Domain): JsonObject {
  if (operator === '!=') return { type: 'NEQ', ...names, value }
  const type = operator === '>' ? 'GT' : 'LT'
  const limit = legalLimit(domain, operator, value)
  if (limit !== 'always') return { type, ...names, value: limit }
  const { above, below } = alwaysLimits(domain)
  return {
    type: 'OR',
    child: names.child,
    conditions: [
      { type: 'GT', ...names, value: above },
      { type: 'LT', ...names, value: below },
    ],
  }
}
