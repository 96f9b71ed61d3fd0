import { costsToPower } from './cost-powers.ts'
import { moments } from './moments.ts'
import type { Observation } from './observations.ts'

/** What a model learns: mean 0 and variance 1, lower is better. */
export interface ModelTargets {
  readonly values: Float64Array
  /** What scaling the costs adds to the logarithm of the likelihood of one of them, on the mean. */
  readonly logSlope: number
}

/** One objective's costs. A configuration without a success counts as badly as the worst one that had a success. */
export function imputedCosts(observations: readonly Observation[], objective: number): Float64Array {
  let worst = Number.NEGATIVE_INFINITY
  for (const { costs } of observations) if (costs !== null) worst = Math.max(worst, costs[objective] as number)
  const fallback = worst === Number.NEGATIVE_INFINITY ? 0 : worst
  return Float64Array.from(observations, ({ costs }) => (costs === null ? fallback : (costs[objective] as number)))
}

/** Costs on the scale of a power (`COST_POWERS`), as a model learns them. */
export function targetsAt(costs: Float64Array, power: number): ModelTargets {
  const isPositive = costs.every((cost) => cost > 0)
  const { values, logSlopes } = costsToPower(power === 1 || isPositive ? costs : standardised(costs), power)
  const own = power === 1 || isPositive ? 0 : logSpread(costs)
  return { values: standardised(values), logSlope: logSlopes / costs.length - own - logSpread(values) }
}

/** Shifted and scaled to mean 0 and variance 1; all 0 when they do not differ, or differ too much for a double. */
export function standardised(values: Float64Array): Float64Array {
  const { mean, variance } = moments(values)
  const scale = variance > 0 && Number.isFinite(variance) ? 1 / Math.sqrt(variance) : 0
  return values.map((value) => (value - mean) * scale)
}

/** The logarithm of the standard deviation. */
function logSpread(values: Float64Array): number {
  return 0.5 * Math.log(moments(values).variance)
}
