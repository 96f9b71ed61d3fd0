import { assignPart } from './assign-part.ts'
import type { Assignment } from './assignment.ts'
import { SpaceError } from './errors.ts'
import type { Random } from './random.ts'
import type { SpaceParameter, SpacePart, SpaceStructure } from './space-structure.ts'

/** Draws of one part before it is given up: some tens of milliseconds. */
const MOST_TRIES = 100_000

/**
 * Fills `values` with one legal draw: every parameter by its own distribution given its parents, forbidden draws thrown away.
 * @throws SpaceError when the forbidden clauses leave so little that nothing is found
 */
export function sampleAssignment(structure: SpaceStructure, values: Assignment, random: Random): void {
  const draw = (place: number) => (structure.parameters[place] as SpaceParameter).domain.fromUnit(random.float())
  for (const part of structure.parts) {
    let tries = 0
    while (!assignPart(structure, part, values, draw)) if (++tries === MOST_TRIES) throw nothingLegal(structure, part)
  }
}

function nothingLegal({ parameters }: SpaceStructure, part: SpacePart): SpaceError {
  const names = part.members.map((place) => parameters[place]?.name)
  const clauses = [...new Set(part.clausesAfter.flat())].map((clause) => clause.text)
  return new SpaceError(
    null,
    `${MOST_TRIES} draws of ${names.join(', ')} were all forbidden (${clauses.join('; ')}); ` +
      'loosen the clauses, narrow the bounds, or say the same with when(…)',
  )
}
