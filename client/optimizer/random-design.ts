import type { Design } from './design.ts'
import { DistinctConfigurations } from './distinct-configurations.ts'
import { takeDistinct } from './take-distinct.ts'

/** Independent uniform draws. */
export const randomDesign: Design = {
  describe: () => 'uniform random draws',

  configurations(space, count, random) {
    return takeDistinct(new DistinctConfigurations(space, random, () => space.sample(random, 1)[0] ?? null), count)
  },
}
