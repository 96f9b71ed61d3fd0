/** Costs on the scale of a power, for a model that is best with even spreads. */
export interface ScaledCosts {
  readonly values: Float64Array
  /** What the scale adds to the logarithm of a likelihood: the sum of the logarithms of its slopes. */
  readonly logSlopes: number
}

/** The powers that a model may choose among, in order: 1 leaves costs as they are, 0 takes logarithms of positive ones. */
export const COST_POWERS: readonly number[] = [0, 0.25, 0.5, 0.75, 1]

/** Positive costs that spread over more than this factor are learnt as logarithms where it cannot be told yet which scale explains them best. */
const LOG_SPREAD = 10

/** The power for a model that does not choose, or cannot yet: logarithms of positive costs that are spread. */
export function powerBySpread(costs: Float64Array): number {
  const least = costs.reduce((lowest, cost) => Math.min(lowest, cost), Number.POSITIVE_INFINITY)
  return least > 0 && costs.some((cost) => cost > LOG_SPREAD * least) ? 0 : 1
}

/**
 * Costs to a power. Positive ones: (y^p − 1)/p, and log y for 0 (Box and Cox, "An Analysis of Transformations", 1964). Others, brought to mean 0 and
 * variance 1 before: the same of 1 + y above 0, which pulls the bad ones together, and below it the mirror image with 2 − p, which pushes
 * the good ones apart (Yeo and Johnson, "A New Family of Power Transformations", 2000, equation 2.1).
 */
export function costsToPower(costs: Float64Array, power: number): ScaledCosts {
  if (power === 1) return { values: costs, logSlopes: 0 }
  if (costs.every((cost) => cost > 0)) {
    const logs = costs.map(Math.log)
    const mean = logs.reduce((sum, log) => sum + log, 0) / costs.length
    // In units of the geometric mean, so that no power leaves a double's range for no reason.
    const values = power === 0 ? logs : logs.map((log) => Math.expm1(power * (log - mean)) / power)
    const logSlopes = power === 0 ? -costs.length * mean : costs.length * -mean + power * logs.reduce((sum, log) => sum + (log - mean), 0)
    return { values, logSlopes }
  }
  return {
    values: costs.map((cost) => yeoJohnson(cost, power)),
    logSlopes: (power - 1) * costs.reduce((sum, cost) => sum + Math.sign(cost) * Math.log1p(Math.abs(cost)), 0),
  }
}

function yeoJohnson(cost: number, power: number): number {
  if (cost >= 0) return power === 0 ? Math.log1p(cost) : Math.expm1(power * Math.log1p(cost)) / power
  const other = 2 - power
  return -Math.expm1(other * Math.log1p(-cost)) / other
}
