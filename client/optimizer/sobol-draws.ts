import type { Configuration } from '../../contract/trial.ts'
import type { ConfigurationSpace, Random } from '../space/index.ts'
import { SobolSequence } from './sobol-sequence.ts'
import { VaryingParameters } from './varying-parameters.ts'

/** Endless scrambled Sobol points of a space, null where forbidden. Null itself when the space has more than 200 dimensions. */
export function sobolDraws<C extends Configuration>(space: ConfigurationSpace<C>, random: Random): (() => C | null) | null {
  const varying = new VaryingParameters(space)
  if (varying.places.length > SobolSequence.maxDimensions) return null
  // A space of constants has one configuration and no dimension; any sequence will do.
  const sequence = new SobolSequence(Math.max(1, varying.places.length), { scramble: random.split('sobol') })
  return () => varying.decode(sequence.next())
}
