import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { FeatureSpace } from '../model/feature-space.ts'

/** A legal configuration and its features. */
export interface DrawnPoint<C extends Configuration = Configuration> {
  readonly configuration: C
  readonly point: Float64Array
}

const SPREADS = [0.2, 0.05, 0.01]

/** About `count` legal configurations: two thirds uniform, a third around the leaders, from far to near. */
export function drawPool<C extends Configuration>(
  features: FeatureSpace<C>,
  leaders: readonly Float64Array[],
  count: number,
  random: Random,
): DrawnPoint<C>[] {
  const near = leaders.length === 0 ? 0 : Math.ceil(count / 3)
  const drawn: DrawnPoint<C>[] = features.space
    .sample(random, count - near)
    .map((configuration) => ({ configuration, point: features.encode(configuration) }))
  for (let k = 0; k < near; k++) {
    const leader = leaders[k % leaders.length] as Float64Array
    const spread = SPREADS[Math.floor(k / leaders.length) % SPREADS.length] as number
    const configuration = features.decode(moved(features, leader, spread, random))
    if (configuration !== null) drawn.push({ configuration, point: features.encode(configuration) })
  }
  return drawn
}

/** A normal step in each ordered feature, and another category now and then; what is inactive stays so unless its parent changes. */
function moved<C extends Configuration>({ features }: FeatureSpace<C>, from: Float64Array, spread: number, random: Random): Float64Array {
  return from.map((value, at) => {
    const feature = features[at]
    if (feature === undefined) return value
    if (!feature.isCategorical) return Number.isNaN(value) ? value : Math.min(1, Math.max(0, value + spread * random.normal()))
    const isKept = value >= 0 && random.float() >= spread
    return isKept ? value : random.integer(feature.domain.size)
  })
}
