import { checkDeclaration } from './check-declaration.ts'
import { compileSpace } from './compile-space.ts'
import { type Condition, type ParameterTests, type RelationOperator, TERM } from './condition.ts'
import { ConfigurationSpace } from './configuration-space.ts'
import { forbid } from './forbid.ts'
import type { Parameter } from './parameter.ts'
import type { SpaceSource } from './space-structure.ts'
import { when } from './when.ts'

type ConditionParcel =
  | { readonly term: 'allOf' | 'anyOf'; readonly conditions: readonly ConditionParcel[] }
  | { readonly term: 'relation'; readonly left: string; readonly operator: RelationOperator; readonly right: string }
  | { readonly term: 'tests'; readonly tests: readonly (readonly [parameter: string, test: ParameterTests[string]])[] }

/** A space that can be sent to another thread, where `unpackSpace` makes it again. */
export interface SpaceParcel {
  readonly parameters: readonly (readonly [name: string, parameter: Parameter, condition: ConditionParcel | null])[]
  readonly forbidden: readonly ConditionParcel[]
}

export function packSpace({ source: { definition, forbidden } }: { readonly source: SpaceSource }): SpaceParcel {
  return {
    parameters: Object.entries(definition).map(([name, declaration]) => {
      const { parameter, condition } = checkDeclaration(name, declaration)
      return [name, parameter, condition === null ? null : packCondition(condition)]
    }),
    forbidden: forbidden.map(({ condition }) => packCondition(condition)),
  }
}

export function unpackSpace({ parameters, forbidden }: SpaceParcel): ConfigurationSpace {
  const entries = parameters.map(
    ([name, parameter, condition]) => [name, condition === null ? parameter : when(unpackCondition(condition), parameter)] as const,
  )
  const clauses = forbidden.map((condition) => forbid(unpackCondition(condition)))
  return new ConfigurationSpace(compileSpace(Object.fromEntries(entries), clauses))
}

function packCondition(condition: Condition): ConditionParcel {
  if (!(TERM in condition)) return { term: 'tests', tests: Object.entries(condition) }
  if ('conditions' in condition) return { term: condition[TERM], conditions: condition.conditions.map(packCondition) }
  const { left, operator, right } = condition
  return { term: 'relation', left, operator, right }
}

function unpackCondition(parcel: ConditionParcel): Condition {
  switch (parcel.term) {
    case 'tests':
      return Object.fromEntries(parcel.tests)
    case 'relation':
      return { [TERM]: 'relation', left: parcel.left, operator: parcel.operator, right: parcel.right }
    default:
      return { [TERM]: parcel.term, conditions: parcel.conditions.map(unpackCondition) }
  }
}
