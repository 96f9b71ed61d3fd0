import type { Observation } from './observations.ts'

/** Costs as a model of one number learns them: of several objectives the mean. */
export function modelTargets(observations: readonly Observation[], objectives: number): Float64Array {
  const [first, ...others] = Array.from({ length: objectives }, (_, objective) => objectiveTargets(observations, objective))
  if (first === undefined || others.length === 0) return first ?? new Float64Array(observations.length)
  return standardised([...first].map((target, at) => others.reduce((sum, other) => sum + (other[at] as number), target)))
}

/**
 * One objective's costs as a model learns them: mean 0 and variance 1, lower is better. A configuration without a success counts as
 * badly as the worst one that had a success.
 */
function objectiveTargets(observations: readonly Observation[], objective: number): Float64Array {
  let worst = Number.NEGATIVE_INFINITY
  for (const { costs } of observations) if (costs !== null) worst = Math.max(worst, costs[objective] as number)
  const known = observations.map(({ costs }) => (costs === null ? worst : (costs[objective] as number)))
  return standardised(worst === Number.NEGATIVE_INFINITY ? known.map(() => 0) : known)
}

function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const variance = values.reduce((sum, value) => sum + ((value - mean) * (value - mean)) / values.length, 0)
  const scale = variance > 0 && Number.isFinite(variance) ? 1 / Math.sqrt(variance) : 0
  return Float64Array.from(values, (value) => (value - mean) * scale)
}
