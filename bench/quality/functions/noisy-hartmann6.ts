import { gauss, hashConfiguration } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'
import { hartmann6 } from './hartmann6.ts'

/** Noise that grows with the depth; scored on the function without it. */
export const noisyHartmann6: QualityFunction = {
  ...hartmann6,
  name: 'noisy_hartmann6',
  value(configuration, { seed }) {
    const cost = hartmann6.truth(configuration)
    return cost + (0.2 + 0.1 * Math.abs(cost)) * gauss(hashConfiguration(hartmann6.space, configuration, 77, seed))
  },
}
