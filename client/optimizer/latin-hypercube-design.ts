import type { Design } from './design.ts'
import { DistinctConfigurations } from './distinct-configurations.ts'
import { takeDistinct } from './take-distinct.ts'
import { VaryingParameters } from './varying-parameters.ts'

/**
 * One point in each of `count` equal strips of every parameter (McKay, Beckman and Conover, "A Comparison of Three Methods …", 1979).
 * Forbidden points and repetitions are replaced by uniform draws.
 */
export const latinHypercubeDesign: Design = {
  describe: (space) => `Latin hypercube (${new VaryingParameters(space).places.length} dimensions)`,

  configurations(space, count, random) {
    const varying = new VaryingParameters(space)
    const columns = varying.places.map(() => {
      const strips = random.shuffle(Array.from({ length: count }, (_, strip) => strip))
      return strips.map((strip) => (strip + random.float()) / count)
    })
    let point = 0
    const draw = () => {
      const at = point++
      return at < count ? varying.decode(columns.map((column) => column[at] as number)) : null
    }
    return takeDistinct(new DistinctConfigurations(space, random, draw), count)
  },
}
