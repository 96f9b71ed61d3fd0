import type { CompiledCondition } from './compiled-condition.ts'
import type { SpaceParameter, SpacePart } from './space-structure.ts'

/**
 * Splits a space into parts that no condition and no forbidden clause connects. Parts can be drawn, rejected and counted by
 * themselves, which keeps a clause on two parameters from throwing away the draws of all the others.
 */
export function independentParts(
  parameters: readonly SpaceParameter[],
  clauses: readonly CompiledCondition[],
  order: readonly number[],
): readonly SpacePart[] {
  const leader = parameters.map((_, place) => place)
  const find = (place: number): number => {
    let at = place
    while (leader[at] !== at) at = leader[at] as number
    return at
  }
  const connect = (places: readonly number[]): void => {
    for (const place of places) leader[find(place)] = find(places[0] as number)
  }
  parameters.forEach(({ condition }, place) => {
    if (condition !== null) connect([place, ...condition.dependences.map(({ parameter }) => parameter)])
  })
  for (const clause of clauses) connect(clause.dependences.map(({ parameter }) => parameter))

  const members = new Map<number, number[]>()
  for (const place of order) {
    const part = find(place)
    const list = members.get(part)
    if (list === undefined) members.set(part, [place])
    else list.push(place)
  }
  return [...members].map(([part, places]) => {
    const clausesAfter: CompiledCondition[][] = places.map(() => [])
    for (const clause of clauses) {
      const involved = clause.dependences.map(({ parameter }) => parameter)
      if (find(involved[0] as number) !== part) continue
      clausesAfter[Math.max(...involved.map((place) => places.indexOf(place)))]?.push(clause)
    }
    return { members: places, clausesAfter }
  })
}
