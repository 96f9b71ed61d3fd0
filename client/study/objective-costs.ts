import { StudyError } from './study-error.ts'

/** One cost for all objectives, a list in declared order, or a record by objective name. */
export type ObjectiveCosts = number | readonly number[] | Readonly<Record<string, number>>

/**
 * Brings costs that a person wrote into the form costs have everywhere: a number for one objective, a list in declared order for several.
 * @throws StudyError
 */
export function objectiveCosts(where: string, option: string, given: unknown, objectives: readonly string[]): number | readonly number[] {
  const list = objectives.map((objective, index) => {
    const [at, cost] = costOf(where, option, given, objectives, objective, index)
    if (typeof cost !== 'number' || Number.isNaN(cost)) throw StudyError.expected(where, at, 'a number', cost)
    return cost
  })
  const [first] = list
  return list.length === 1 && first !== undefined ? first : Object.freeze(list)
}

function costOf(
  where: string,
  option: string,
  given: unknown,
  objectives: readonly string[],
  objective: string,
  index: number,
): readonly [at: string, cost: unknown] {
  if (typeof given !== 'object' || given === null) return [option, given]
  if (Array.isArray(given)) {
    if (given.length === objectives.length) return [`${option}[${index}]`, given[index]]
    throw new StudyError(
      where,
      option,
      `expected ${objectives.length} numbers, one for each of ${objectives.join(', ')}, got ${given.length}`,
    )
  }
  const unknown = Object.keys(given).find((key) => !objectives.includes(key))
  if (unknown !== undefined) {
    throw new StudyError(where, `${option}.${unknown}`, `there is no such objective; the objectives are ${objectives.join(', ')}`)
  }
  return [`${option}.${objective}`, (given as Readonly<Record<string, unknown>>)[objective]]
}
