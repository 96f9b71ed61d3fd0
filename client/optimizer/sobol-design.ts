import type { Design } from './design.ts'
import { DistinctConfigurations } from './distinct-configurations.ts'
import { latinHypercubeDesign } from './latin-hypercube-design.ts'
import { sobolDraws } from './sobol-draws.ts'
import { SobolSequence } from './sobol-sequence.ts'
import { takeDistinct } from './take-distinct.ts'
import { VaryingParameters } from './varying-parameters.ts'

/** Scrambled Sobol points; forbidden ones and repetitions are skipped. Beyond 200 dimensions a Latin hypercube, and it says so. */
export const sobolDesign: Design = {
  describe(space) {
    const dimensions = new VaryingParameters(space).places.length
    if (dimensions > SobolSequence.maxDimensions)
      return `${latinHypercubeDesign.describe(space)}, as the Sobol table ends at ${SobolSequence.maxDimensions} dimensions`
    return `Sobol points, scrambled (${dimensions} dimensions)`
  },

  configurations(space, count, random) {
    const draw = sobolDraws(space, random)
    if (draw === null) return latinHypercubeDesign.configurations(space, count, random)
    return takeDistinct(new DistinctConfigurations(space, random, draw), count)
  },
}
