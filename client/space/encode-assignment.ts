import type { Assignment } from './assignment.ts'
import type { SpaceStructure } from './space-structure.ts'

/** Places on the unit interval, NaN where inactive. */
export function encodeAssignment({ parameters }: SpaceStructure, values: Assignment): Float64Array {
  return Float64Array.from(parameters, ({ domain }, place) => {
    const value = values[place]
    return value === undefined ? Number.NaN : domain.toUnit(value)
  })
}
