import type { ParameterValue } from '../../contract/trial.ts'
import type { Assignment } from './assignment.ts'
import type { CompiledCondition } from './compiled-condition.ts'
import type { SpaceParameter, SpacePart, SpaceStructure } from './space-structure.ts'
import { type ValueClass, valueClasses } from './value-classes.ts'

/** A part is counted by trying value classes of its parents; beyond this many steps it counts as endless. */
const MOST_STEPS = 1_000_000

/** How many distinct legal configurations there are. Infinity with an active float, and where there are too many cases to count. */
export function countConfigurations(structure: SpaceStructure): number {
  return structure.parts.reduce((product, part) => product * countPart(structure, part), 1)
}

function countPart(structure: SpaceStructure, part: SpacePart): number {
  const { parameters } = structure
  const cases = casesOf(structure, part)
  if (cases === null) return Infinity
  const values: Assignment = new Array(parameters.length).fill(undefined)
  let steps = 0
  const count = (step: number): number => {
    const place = part.members[step]
    if (place === undefined) return 1
    const { condition } = parameters[place] as SpaceParameter
    const active = condition === null || condition.test(values)
    let total = 0
    for (const { value, count: alike } of active ? (cases[step] ?? []) : [INACTIVE]) {
      if (++steps > MOST_STEPS) return Infinity
      values[place] = active ? value : undefined
      if (part.clausesAfter[step]?.some((clause) => clause.test(values))) continue
      const rest = count(step + 1)
      if (rest > 0) total += alike * rest
      if (total === Infinity) break
    }
    return total
  }
  return count(0)
}

const INACTIVE: ValueClass = { value: null, count: 1 }

/** The value classes of each member; null when a relation binds one that has too many values to try. */
function casesOf({ parameters, clauses }: SpaceStructure, { members }: SpacePart): readonly (readonly ValueClass[])[] | null {
  const conditions = [...parameters.flatMap(({ condition }) => condition ?? []), ...clauses]
  const cases: (readonly ValueClass[])[] = []
  for (const place of members) {
    const { domain } = parameters[place] as SpaceParameter
    const named = valuesNamed(conditions, place)
    if (named === null) {
      if (domain.size > MOST_STEPS) return null
      cases.push(Array.from({ length: domain.size }, (_, index) => ({ value: domain.at(index), count: 1 })))
    } else if (named.length > 0) cases.push(valueClasses(domain, named))
    else cases.push([{ value: domain.defaultValue, count: domain.size }])
  }
  return cases
}

/** Null when some condition compares the parameter with another one: then each of its values is a case of its own. */
function valuesNamed(conditions: readonly CompiledCondition[], place: number): readonly ParameterValue[] | null {
  const named: ParameterValue[] = []
  for (const { dependences } of conditions)
    for (const { parameter, values } of dependences) {
      if (parameter !== place) continue
      if (values === null) return null
      named.push(...values)
    }
  return named
}
