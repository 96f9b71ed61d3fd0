import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import type { Candidate } from './candidate.ts'

const MOST_STEPS = 20

/**
 * Climbs by neighbours that differ in one parameter, to the best of them as long as one is better
 * (Hutter, Hoos and Leyton-Brown, "Sequential Model-Based Optimization for General Algorithm Configuration", 2011, section 4.3).
 */
export function oneExchangeAscent<C extends Configuration>(
  features: FeatureSpace<C>,
  value: (point: Float64Array) => number,
  start: Candidate<C>,
  random: Random,
): Candidate<C> {
  let best = start
  for (let step = 0; step < MOST_STEPS; step++) {
    const from = best
    for (const configuration of features.space.neighbours(from.configuration, random)) {
      const point = features.encode(configuration)
      const found = value(point)
      if (found > best.value) best = { configuration, point, value: found }
    }
    if (best === from) break
  }
  return best
}
