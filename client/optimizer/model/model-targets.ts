import type { Observation } from './observations.ts'

/**
 * One objective's costs as a model learns them: mean 0 and variance 1, lower is better. A configuration without a success counts as
 * badly as the worst one that had a success.
 */
export function modelTargets(observations: readonly Observation[], objective: number): Float64Array {
  let worst = Number.NEGATIVE_INFINITY
  for (const { costs } of observations) if (costs !== null) worst = Math.max(worst, costs[objective] as number)
  const fallback = worst === Number.NEGATIVE_INFINITY ? 0 : worst
  return standardised(Float64Array.from(observations, ({ costs }) => (costs === null ? fallback : (costs[objective] as number))))
}

/** Shifted and scaled to mean 0 and variance 1; all 0 when they do not differ, or differ too much for a double. */
export function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const variance = values.reduce((sum, value) => sum + ((value - mean) * (value - mean)) / values.length, 0)
  const scale = variance > 0 && Number.isFinite(variance) ? 1 / Math.sqrt(variance) : 0
  return values.map((value) => (value - mean) * scale)
}
