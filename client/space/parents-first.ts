import { SpaceError } from './errors.ts'
import type { SpaceParameter } from './space-structure.ts'

/** Places of the parameters so that each comes after those its condition names. @throws SpaceError on a cycle */
export function parentsFirst(parameters: readonly SpaceParameter[]): readonly number[] {
  const order: number[] = []
  const state = new Uint8Array(parameters.length)
  const trail: number[] = []
  const visit = (place: number): void => {
    if (state[place] === 2) return
    if (state[place] === 1) throw cycle(parameters, trail.slice(trail.indexOf(place)))
    state[place] = 1
    trail.push(place)
    for (const { parameter } of parameters[place]?.condition?.dependences ?? []) visit(parameter)
    trail.pop()
    state[place] = 2
    order.push(place)
  }
  for (let place = 0; place < parameters.length; place++) visit(place)
  return order
}

function cycle(parameters: readonly SpaceParameter[], places: readonly number[]): SpaceError {
  const names = places.map((place) => parameters[place]?.name ?? '')
  const [first = ''] = names
  if (names.length === 1) return new SpaceError(first, 'its condition names the parameter itself')
  return new SpaceError(first, `its condition leads back to it: ${[...names, first].join(' depends on ')}; take one condition out`)
}
