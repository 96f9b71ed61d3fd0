import { allOf, anyOf } from '../combination.ts'
import { greaterThan, lessThan, notEqual } from '../comparison.ts'
import type { Condition, ParameterTests } from '../condition.ts'
import { relation } from '../relation.ts'
import { JsonFields } from './json-fields.ts'

/** One entry of `conditions`: what must hold for its child to be active. @throws SpaceError */
export function readCondition(fields: JsonFields, where: string): Condition {
  const type = fields.text('type')
  const test = (wanted: ParameterTests[string]): Condition => ({ [fields.text('parent')]: wanted })
  const parts = (): Condition[] => fields.list('conditions').map((part) => readCondition(new JsonFields(where, part), where))
  switch (type) {
    case 'EQ':
      return test(fields.value('value'))
    case 'NEQ':
      return test(notEqual(fields.value('value')))
    case 'LT':
      return test(lessThan(ordered(fields)))
    case 'GT':
      return test(greaterThan(ordered(fields)))
    case 'IN':
      return test(fields.values('values'))
    case 'AND':
      return allOf(...parts())
    case 'OR':
      return anyOf(...parts())
    default:
      return fields.fail('type', 'EQ, NEQ, LT, GT, IN, AND or OR')
  }
}

const RELATIONS = { RELATION_LT: '<', RELATION_LE: '<=', RELATION_EQ: '=', RELATION_GT: '>', RELATION_GE: '>=' } as const

/** One entry of `forbiddens`. @throws SpaceError */
export function readForbidden(fields: JsonFields, where: string): Condition {
  const type = fields.text('type')
  const test = (wanted: ParameterTests[string]): Condition => ({ [fields.text('name')]: wanted })
  const parts = (): Condition[] => fields.list('clauses').map((part) => readForbidden(new JsonFields(where, part), where))
  switch (type) {
    case 'EQUALS':
      return test(fields.value('value'))
    case 'IN':
      return test(fields.values('values'))
    case 'CLAUSE_LT':
      return test(lessThan(ordered(fields)))
    case 'CLAUSE_GT':
      return test(greaterThan(ordered(fields)))
    case 'CLAUSE_LE':
      return anyOf(test(lessThan(ordered(fields))), test(ordered(fields)))
    case 'CLAUSE_GE':
      return anyOf(test(greaterThan(ordered(fields))), test(ordered(fields)))
    case 'RELATION_LT':
    case 'RELATION_LE':
    case 'RELATION_EQ':
    case 'RELATION_GT':
    case 'RELATION_GE':
      return relation(fields.text('left'), RELATIONS[type], fields.text('right'))
    case 'AND':
      return allOf(...parts())
    case 'OR':
      return anyOf(...parts())
    default:
      return fields.fail('type', `EQUALS, IN, CLAUSE_LT, CLAUSE_LE, CLAUSE_GT, CLAUSE_GE, ${Object.keys(RELATIONS).join(', ')}, AND or OR`)
  }
}

function ordered(fields: JsonFields): number | string {
  const value = fields.value('value')
  return typeof value === 'number' || typeof value === 'string' ? value : fields.fail('value', 'a number or a text')
}
