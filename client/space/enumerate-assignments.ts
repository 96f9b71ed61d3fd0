import type { Assignment } from './assignment.ts'
import type { SpaceParameter, SpaceStructure } from './space-structure.ts'

/**
 * Every legal assignment of a finite space, once, in a fixed order; the array is the same one each time.
 * An active float ends a branch: in a finite space no legal configuration has one.
 */
export function* enumerateAssignments({ parameters, parts }: SpaceStructure): Generator<Assignment> {
  const steps = parts.flatMap(({ members, clausesAfter }) => members.map((place, step) => ({ place, clauses: clausesAfter[step] ?? [] })))
  const values: Assignment = new Array(parameters.length).fill(undefined)
  const next = new Float64Array(steps.length + 1)
  for (let depth = 0; depth >= 0; ) {
    const step = steps[depth]
    if (step === undefined) {
      yield values
      depth--
      continue
    }
    const { domain, condition } = parameters[step.place] as SpaceParameter
    const active = condition === null || condition.test(values)
    const choices = active ? (domain.size === Infinity ? 0 : domain.size) : 1
    const choice = next[depth] as number
    if (choice >= choices) {
      depth--
      continue
    }
    next[depth] = choice + 1
    values[step.place] = active ? domain.at(choice) : undefined
    if (!step.clauses.some((clause) => clause.test(values))) next[++depth] = 0
  }
}
