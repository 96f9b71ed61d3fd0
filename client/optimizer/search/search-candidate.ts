import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { Acquisition } from '../acquisition/acquisition.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import type { Candidate } from './candidate.ts'
import { drawPool } from './draw-pool.ts'
import { mixedAscent } from './mixed-ascent.ts'

const POOL = 384
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
  const pool: Candidate<C>[] = drawPool(features, leaders, POOL, random).map((drawn) => ({
    ...drawn,
    value: acquisition.value(drawn.point),
  }))
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
