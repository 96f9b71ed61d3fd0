import type { JsonObject, ParameterValue } from '../../../contract/trial.ts'
import type { Comparison } from '../comparison.ts'
import { type Condition, type RelationOperator, TERM } from '../condition.ts'
import type { Domain } from '../domain.ts'
import { SpaceError } from '../errors.ts'
import { joined } from './joined.ts'
import { alwaysLimits, legalLimit } from './legal-limit.ts'

const RELATIONS: Readonly<Partial<Record<RelationOperator, string>>> = {
  '<': 'RELATION_LT',
  '<=': 'RELATION_LE',
  '=': 'RELATION_EQ',
  '>': 'RELATION_GT',
  '>=': 'RELATION_GE',
}

/** What is forbidden, as ConfigSpace says it. @throws SpaceError for what it cannot say */
export function forbiddenJson(condition: Condition, domains: ReadonlyMap<string, Domain>): JsonObject {
  const join = (type: 'AND' | 'OR', parts: readonly JsonObject[]): JsonObject => joined(parts, (clauses) => ({ type, clauses }))
  if (TERM in condition) {
    if (condition[TERM] === 'relation') {
      const { left, operator, right } = condition
      const type = RELATIONS[operator]
      if (type === undefined) throw new SpaceError(left, `ConfigSpace cannot forbid ${left} ${operator} ${right}`)
      return { type, left, right }
    }
    return join(
      condition[TERM] === 'allOf' ? 'AND' : 'OR',
      condition.conditions.map((part) => forbiddenJson(part, domains)),
    )
  }
  const tests = Object.entries(condition).map(([name, wanted]): JsonObject => {
    if (Array.isArray(wanted)) return { type: 'IN', name, values: wanted }
    if (typeof wanted === 'object' && wanted !== null && 'operator' in wanted) return compared(name, wanted, domains.get(name) as Domain)
    return { type: 'EQUALS', name, value: wanted as string }
  })
  return join('AND', tests)
}

/** Values without end are compared, others listed: ConfigSpace's comparing clauses know numbers only, and it has none for "not". */
function compared(name: string, { operator, value }: Comparison, domain: Domain): JsonObject {
  if (domain.kind !== 'float' && domain.kind !== 'integer') {
    const place = domain.indexOf(value)
    const values = Array.from({ length: domain.size }, (_, index) => domain.at(index)).filter((_, index) =>
      isWanted(index, operator, place),
    )
    return { type: 'IN', name, values: values as readonly ParameterValue[] }
  }
  const below = (limit: ParameterValue): JsonObject => ({ type: 'CLAUSE_LT', name, value: limit })
  const above = (limit: ParameterValue): JsonObject => ({ type: 'CLAUSE_GT', name, value: limit })
  if (operator === '!=') return { type: 'OR', clauses: [below(value), above(value)] }
  const limit = legalLimit(domain, operator, value)
  if (limit !== 'always') return operator === '>' ? above(limit) : below(limit)
  const limits = alwaysLimits(domain)
  return { type: 'OR', clauses: [above(limits.above), below(limits.below)] }
}

function isWanted(index: number, operator: Comparison['operator'], place: number): boolean {
  if (operator === '!=') return index !== place
  return operator === '>' ? index > place : index < place
}
