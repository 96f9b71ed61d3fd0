import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { Acquisition } from '../acquisition/acquisition.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import type { Candidate } from '../search/candidate.ts'
import { drawPool } from '../search/draw-pool.ts'
import type { GaussianProcess } from './gaussian-process.ts'

/** Points at which a function is drawn: each one costs a factorization's row. */
const POOL = 192

/**
 * The point of a pool with the lowest cost under a function that is drawn from the process, each value given the ones before (Thompson, "On the
 * Likelihood that One Unknown Probability Exceeds Another", 1933; on drawn points: Kandasamy et al., "Parallelised Bayesian Optimisation via Thompson
 * Sampling", 2018, section 3). Weights count as they do for an acquisition. Null when no legal point was drawn.
 */
export function thompsonCandidate<C extends Configuration>(
  features: FeatureSpace<C>,
  process: GaussianProcess,
  weights: readonly Acquisition[],
  leaders: readonly Float64Array[],
  random: Random,
): Candidate<C> | null {
  const { isCategorical } = features
  const drawn = process.branch(1)
  const prediction = { means: new Float64Array(1), variance: 0 }
  let best: Candidate<C> | null = null
  for (const { configuration, point } of drawPool(features, leaders, POOL, random)) {
    const input = imputeInactive(point, isCategorical)
    drawn.predict(input, prediction)
    const cost = (prediction.means[0] as number) + Math.sqrt(prediction.variance) * random.normal()
    drawn.append(input, [cost])
    const value = weights.reduce((sum, weight) => sum + weight.value(point), -cost)
    if (best === null || value > best.value) best = { configuration, point, value }
  }
  return best
}
