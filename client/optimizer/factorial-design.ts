import { configurationKey, type Random, type SpaceParameter } from '../space/index.ts'
import type { Design } from './design.ts'

/** Up to here all corners are listed; of more, some are drawn. */
const MOST_LISTED = 2 ** 16
/** Corners drawn for each one that is wanted, before the design ends short: many may be forbidden, or the same once conditions apply. */
const DRAWS_PER_CORNER = 100

/**
 * The centre of the space and its corners: both ends of every number and ordinal, every category (SMAC3, `FactorialInitialDesign`).
 * With more corners than wanted, a random choice of them.
 */
export const factorialDesign: Design = {
  describe: (space) => `factorial: the centre and ${cornerCount(space.parameters.map(levels))} corners`,

  configurations(space, count, random) {
    const choices = space.parameters.map(levels)
    const seen = new Set<string>()
    const found: ReturnType<typeof space.sample> = []
    for (const point of points(choices, count, random)) {
      if (found.length >= count) break
      const configuration = space.decode(point)
      if (configuration === null) continue
      const before = seen.size
      if (seen.add(configurationKey(configuration)).size > before) found.push(configuration)
    }
    return found
  },
}

/** Where on the unit interval a parameter is tried. */
function levels({ domain }: SpaceParameter): readonly number[] {
  switch (domain.kind) {
    case 'constant':
      return [0.5]
    case 'categorical':
      return Array.from({ length: domain.size }, (_, index) => domain.toUnit(domain.at(index)))
    default:
      return domain.size === 1 ? [0.5] : [0, 1]
  }
}

const cornerCount = (choices: readonly (readonly number[])[]): number => choices.reduce((product, each) => product * each.length, 1)

function* points(choices: readonly (readonly number[])[], count: number, random: Random): Generator<readonly number[]> {
  yield choices.map(() => 0.5)
  const corners = cornerCount(choices)
  if (corners > MOST_LISTED) {
    for (let draw = 0; draw < count * DRAWS_PER_CORNER; draw++) yield choices.map((each) => each[random.integer(each.length)] as number)
    return
  }
  const order = Array.from({ length: corners }, (_, corner) => corner)
  if (corners >= count) random.shuffle(order)
  for (const corner of order) {
    let rest = corner
    yield choices.map((each) => {
      const level = each[rest % each.length] as number
      rest = Math.floor(rest / each.length)
      return level
    })
  }
}
