import type { CompiledCondition } from './compiled-condition.ts'
import type { Domain } from './domain.ts'
import type { ForbiddenClause } from './forbid.ts'
import type { ParameterKind } from './parameter.ts'
import type { SpaceDefinition } from './space-definition.ts'

/** One parameter of a checked space. */
export interface SpaceParameter {
  readonly name: string
  readonly kind: ParameterKind
  readonly domain: Domain
  /** Null for a parameter that is always active. */
  readonly condition: CompiledCondition | null
}

/** Parameters bound together by conditions and forbidden clauses, parents before children; independent of every other part. */
export interface SpacePart {
  readonly members: readonly number[]
  /** By place in `members`: the clauses that can be judged once that member has its value. */
  readonly clausesAfter: readonly (readonly CompiledCondition[])[]
}

/** What a space was made from. */
export interface SpaceSource {
  readonly definition: SpaceDefinition
  readonly forbidden: readonly ForbiddenClause[]
}

export interface SpaceStructure {
  readonly source: SpaceSource
  /** In the order of the definition. */
  readonly parameters: readonly SpaceParameter[]
  readonly places: ReadonlyMap<string, number>
  readonly parts: readonly SpacePart[]
  readonly clauses: readonly CompiledCondition[]
}
