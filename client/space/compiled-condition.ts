import type { ParameterValue } from '../../contract/trial.ts'
import type { Assignment } from './assignment.ts'
import type { Domain } from './domain.ts'

/** A parameter that a condition may speak of. */
export interface Named {
  readonly name: string
  readonly domain: Domain
}

/** The values of one parameter at which the answer of a test may change; null when it depends on another parameter's value. */
interface Dependence {
  readonly parameter: number
  readonly values: readonly ParameterValue[] | null
}

export interface CompiledCondition {
  test(values: Assignment): boolean
  readonly dependences: readonly Dependence[]
  /** As a person reads it: `moves is "2opt" and neighbours > 5`. */
  readonly text: string
}

/** What a condition is looked up in and blamed on. */
export interface ConditionContext {
  readonly parameters: readonly Named[]
  readonly places: ReadonlyMap<string, number>
  /** The parameter whose definition is wrong if the condition is, or null for a forbidden clause. */
  readonly owner: string | null
  /** `its condition`, `forbidden clause 2`. */
  readonly label: string
}
