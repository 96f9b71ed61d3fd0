import type { Configuration, ParameterValue } from '../../contract/trial.ts'
import type { Assignment } from './assignment.ts'
import type { SpaceStructure } from './space-structure.ts'

/** A frozen plain record of the active parameters, in the order of the definition. */
export function buildConfiguration({ parameters }: SpaceStructure, values: Assignment): Configuration {
  const configuration: Record<string, ParameterValue> = {}
  for (let place = 0; place < parameters.length; place++) {
    const value = values[place]
    const parameter = parameters[place]
    if (value !== undefined && parameter !== undefined) configuration[parameter.name] = value
  }
  return Object.freeze(configuration)
}
