import { configurationKey } from '../space/index.ts'
import type { Design } from './design.ts'

/** The default configuration, then another design's. */
export function withDefaultFirst(design: Design): Design {
  return {
    describe: (space) => `the default configuration, then ${design.describe(space)}`,
    configurations(space, count, random) {
      if (count < 1) return []
      const first = space.defaultConfiguration()
      const key = configurationKey(first)
      const others = design.configurations(space, count, random).filter((configuration) => configurationKey(configuration) !== key)
      return [first, ...others].slice(0, count)
    },
  }
}
