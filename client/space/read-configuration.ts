import { describe } from '../../contract/errors.ts'
import type { Configuration, ParameterValue } from '../../contract/trial.ts'
import type { Assignment } from './assignment.ts'
import { SpaceError } from './errors.ts'
import type { SpaceParameter, SpaceStructure } from './space-structure.ts'

/** Reads a configuration, whoever made it. @throws SpaceError when it is not legal in this space, naming the parameter or clause */
export function readConfiguration(structure: SpaceStructure, configuration: Configuration): Assignment {
  if (typeof configuration !== 'object' || configuration === null || Array.isArray(configuration))
    throw new SpaceError(null, `expected a configuration (a record of parameter values), got ${describe(configuration)}`)
  const { parameters, places, parts, clauses } = structure
  for (const name of Object.keys(configuration))
    if (!places.has(name)) throw new SpaceError(name, `the space has no such parameter; it has ${[...places.keys()].join(', ')}`)
  const values: Assignment = new Array(parameters.length).fill(undefined)
  for (const { members } of parts)
    for (const place of members) values[place] = readValue(parameters[place] as SpaceParameter, configuration, values)
  for (const clause of clauses)
    if (clause.test(values))
      throw new SpaceError(null, `the configuration is forbidden: ${clause.text}; got ${JSON.stringify(configuration)}`)
  return values
}

function readValue(
  { name, domain, condition }: SpaceParameter,
  configuration: Configuration,
  values: Assignment,
): ParameterValue | undefined {
  const present = Object.hasOwn(configuration, name)
  if (condition !== null && !condition.test(values)) {
    if (present) throw new SpaceError(name, `it is inactive here, since it needs ${condition.text}; leave it out of the configuration`)
    return undefined
  }
  if (!present) throw new SpaceError(name, `it is missing; expected ${domain.expectation}`)
  const value = configuration[name]
  if (value === undefined || !domain.has(value)) throw new SpaceError(name, `expected ${domain.expectation}, got ${describe(value)}`)
  return value
}
