import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { Acquisition } from '../acquisition/acquisition.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import type { Candidate } from './candidate.ts'
import { candidateAt, mixedAscent } from './mixed-ascent.ts'

const RANDOM_POINTS = 256
/** Around each leader, at each of these distances. */
const NEAR_POINTS = 8
const SPREADS = [0.2, 0.05, 0.01]
const CLIMBS = 5

/**
 * The configuration with the highest acquisition that a multi-start local search finds: starts are the best of uniform draws and of
 * points around the leaders (the points with the lowest predicted costs). Null when no legal point was drawn.
 */
export function searchCandidate<C extends Configuration>(
  features: FeatureSpace<C>,
  acquisition: Acquisition,
  leaders: readonly Float64Array[],
  random: Random,
): Candidate<C> | null {
  const pool: Candidate<C>[] = []
  for (const configuration of features.space.sample(random, RANDOM_POINTS)) {
    const point = features.encode(configuration)
    pool.push({ configuration, point, value: acquisition.value(point) })
  }
  for (const leader of leaders)
    for (const spread of SPREADS)
      for (let k = 0; k < NEAR_POINTS; k++) {
        const near = candidateAt(features, acquisition, moved(features, leader, spread, random))
        if (near !== null) pool.push(near)
      }
  pool.sort((a, b) => b.value - a.value)
  let best: Candidate<C> | null = null
  for (const start of starts(pool)) {
    const end = mixedAscent(features, acquisition, start, random)
    if (best === null || end.value > best.value) best = end
  }
  return best
}

/** The best of the pool, no two of them close to each other. */
function starts<C extends Configuration>(pool: readonly Candidate<C>[]): Candidate<C>[] {
  const chosen: Candidate<C>[] = []
  for (const candidate of pool) {
    if (chosen.length === CLIMBS) break
    if (chosen.every((other) => distance(other.point, candidate.point) > 0.1)) chosen.push(candidate)
  }
  return chosen
}

function distance(a: Float64Array, b: Float64Array): number {
  let most = 0
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs((a[at] as number) - (b[at] as number))
    if (Number.isNaN(difference) ? Number.isNaN(a[at]) !== Number.isNaN(b[at]) : difference > most)
      most = Number.isNaN(difference) ? 1 : difference
  }
  return most
}

/** A normal step in each ordered feature, and another category now and then. */
function moved<C extends Configuration>({ features }: FeatureSpace<C>, from: Float64Array, spread: number, random: Random): Float64Array {
  return from.map((value, at) => {
    const feature = features[at]
    if (Number.isNaN(value) || feature === undefined) return value
    if (feature.isCategorical) return random.float() < spread ? random.integer(feature.domain.size) : value
    return Math.min(1, Math.max(0, value + spread * random.normal()))
  })
}
