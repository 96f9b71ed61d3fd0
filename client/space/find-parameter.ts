import { nearestWord } from '../../contract/nearest-word.ts'
import type { ConditionContext, Named } from './compiled-condition.ts'
import { SpaceError } from './errors.ts'

/** @throws SpaceError that lists what there is */
export function findParameter(name: string, { places, parameters, owner, label }: ConditionContext): Named & { readonly place: number } {
  const place = places.get(name)
  const parameter = place === undefined ? undefined : parameters[place]
  if (place === undefined || parameter === undefined) {
    const nearest = nearestWord(name, [...places.keys()])
    throw new SpaceError(
      owner,
      `${label} names ${JSON.stringify(name)}, which the space does not have; ${nearest === null ? `it has ${[...places.keys()].join(', ')}` : `did you mean ${JSON.stringify(nearest)}?`}`,
    )
  }
  return { place, name: parameter.name, domain: parameter.domain }
}
