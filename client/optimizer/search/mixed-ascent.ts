import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { Acquisition } from '../acquisition/acquisition.ts'
import { boundedMinimum } from '../bounded-minimum.ts'
import type { Feature, FeatureSpace } from '../model/feature-space.ts'
import type { Candidate } from './candidate.ts'

const MOST_ROUNDS = 5
const STEPS = 30
/** An ordered feature with more values than this is climbed as a continuous one, and rounded. */
const MOST_VALUES_TRIED = 20
/** What counts as an improvement of the acquisition (a logarithm). */
const LEAST_GAIN = 1e-6

/**
 * Climbs an acquisition from a start to a local maximum over a mixed space: quasi-Newton steps in the ordered features that have many
 * values, then the best other value of each of the rest, in turns until neither improves (as Optuna's `GPSampler` does,
 * `optuna._gp.optim_mixed`). Conditions and forbidden clauses are kept at every step.
 */
export function mixedAscent<C extends Configuration>(
  features: FeatureSpace<C>,
  acquisition: Acquisition,
  start: Candidate<C>,
  random: Random,
): Candidate<C> {
  let best = start
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = best.value
    best = climb(features, acquisition, best)
    const climbed = best.value
    for (let at = 0; at < features.dimensions; at++) best = bestValue(features, acquisition, best, at, random)
    // With no other value taken there is nothing left for another climb to gain.
    if (best.value <= Math.max(before, climbed) + LEAST_GAIN) break
  }
  return best
}

/** The candidate at a point, with the features as they really are there; null when it is forbidden. */
function candidateAt<C extends Configuration>(features: FeatureSpace<C>, acquisition: Acquisition, at: Float64Array): Candidate<C> | null {
  const configuration = features.decode(at)
  if (configuration === null) return null
  const point = features.encode(configuration)
  return { configuration, point, value: acquisition.value(point) }
}

function climb<C extends Configuration>(features: FeatureSpace<C>, acquisition: Acquisition, from: Candidate<C>): Candidate<C> {
  const free: number[] = []
  for (let at = 0; at < features.dimensions; at++)
    if (isContinuous(features.features[at] as Feature) && !Number.isNaN(from.point[at])) free.push(at)
  if (free.length === 0) return from
  const point = from.point.slice()
  const slopes = new Float64Array(features.dimensions)
  const x = Float64Array.from(free, (at) => point[at] as number)
  boundedMinimum(
    (next, gradient) => {
      for (let k = 0; k < free.length; k++) point[free[k] as number] = next[k] as number
      const value = acquisition.withGradient(point, slopes)
      for (let k = 0; k < free.length; k++) gradient[k] = -(slopes[free[k] as number] as number)
      return -value
    },
    x,
    { lower: new Float64Array(free.length), upper: new Float64Array(free.length).fill(1), iterations: STEPS, tolerance: 1e-4 },
  )
  for (let k = 0; k < free.length; k++) point[free[k] as number] = x[k] as number
  const found = candidateAt(features, acquisition, point)
  return found !== null && found.value > from.value ? found : from
}

function bestValue<C extends Configuration>(
  features: FeatureSpace<C>,
  acquisition: Acquisition,
  from: Candidate<C>,
  at: number,
  random: Random,
): Candidate<C> {
  const feature = features.features[at] as Feature
  const current = from.point[at] as number
  if (Number.isNaN(current) || feature.domain.size === Number.POSITIVE_INFINITY) return from
  let best = from
  for (const value of otherValues(feature, current, random)) {
    const point = from.point.slice()
    point[at] = value
    const found = candidateAt(features, acquisition, point)
    if (found !== null && found.value > best.value) best = found
  }
  return best
}

/** All other values of a small domain; of a large one the next to the current, or some drawn ones where there is no order. */
function otherValues({ domain, isCategorical }: Feature, current: number, random: Random): number[] {
  const unit = (index: number): number => (isCategorical ? index : domain.toUnit(domain.at(index)))
  const index = isCategorical ? current : domain.indexOf(domain.fromUnit(current))
  if (domain.size <= MOST_VALUES_TRIED)
    return Array.from({ length: domain.size }, (_, other) => other)
      .filter((other) => other !== index)
      .map(unit)
  if (isCategorical) return Array.from({ length: MOST_VALUES_TRIED }, () => random.integer(domain.size))
  return [index - 1, index + 1].filter((other) => other >= 0 && other < domain.size).map(unit)
}

function isContinuous({ domain, isCategorical }: Feature): boolean {
  return !isCategorical && domain.size > MOST_VALUES_TRIED
}
