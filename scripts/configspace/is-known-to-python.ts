import { type ConfigurationSpace, toConfigSpaceJson } from '../../client/space/index.ts'

/** Whether ConfigSpace can have a space as it is. */
export const isKnownToPython = (space: ConfigurationSpace): boolean => hasPlainValues(space) && !hasParentTwice(space)

/** Python holds 1 and True for equal, and ConfigSpace knows no None and no values of several types in one parameter. */
function hasPlainValues(space: ConfigurationSpace): boolean {
  return space.parameters.every(({ domain }) => {
    if (domain.size > 100) return true
    const types = new Set(
      Array.from({ length: domain.size }, (_, index) => domain.at(index)).map((value) => (value === null ? 'null' : typeof value)),
    )
    return types.size === 1 && !types.has('null')
  })
}

/** ConfigSpace 1.2.2 looks at one of two conditions on the same parent only. */
function hasParentTwice(space: ConfigurationSpace): boolean {
  return toConfigSpaceJson(space).conditions.some(({ conditions }) => {
    const parents = Array.isArray(conditions) ? conditions.map((part) => JSON.stringify([part.parent, part.conditions])) : []
    return new Set(parents).size < parents.length || parents.some((parent) => parent.includes('parent'))
  })
}
