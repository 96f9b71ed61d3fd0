import type { ParameterValue } from '../../contract/trial.ts'
import type { Assignment } from './assignment.ts'
import type { SpacePart, SpaceStructure } from './space-structure.ts'

/**
 * Gives every member of a part its value, parents first; what a condition rules out becomes inactive.
 * False as soon as a forbidden clause is hit; the values are then of no use.
 */
export function assignPart(
  structure: SpaceStructure,
  part: SpacePart,
  values: Assignment,
  choose: (place: number) => ParameterValue,
): boolean {
  const { members, clausesAfter } = part
  for (let step = 0; step < members.length; step++) {
    const place = members[step] as number
    const condition = structure.parameters[place]?.condition
    values[place] = condition?.test(values) === false ? undefined : choose(place)
    const clauses = clausesAfter[step]
    if (clauses === undefined) continue
    for (const clause of clauses) if (clause.test(values)) return false
  }
  return true
}
