import { HALF_LOG_TWO_PI, millsRest, normalDensity, normalProbability, TAIL } from './normal-distribution.ts'

/** The logarithm of h(z) = φ(z) + z·Φ(z), and the ratios that its derivatives need. */
export interface LogImprovement {
  /** log h(z) */
  log: number
  /** Φ(z)/h(z) */
  probability: number
  /** φ(z)/h(z) */
  density: number
}

/**
 * Expected improvement in units of the standard deviation, as a logarithm that stays exact however unlikely the improvement is, so that
 * its gradient never vanishes (Ament et al., "Unexpected Improvements to Expected Improvement for Bayesian Optimization", 2023, section 4.1).
 * Far below 0, h(z) = φ(z)·M·C with the Mills ratio M = 1/(x + C) of x = −z and C its continued fraction's rest: nothing cancels.
 */
export function logImprovement(z: number, result: LogImprovement): void {
  if (z > -TAIL) {
    const density = normalDensity(z)
    const probability = normalProbability(z)
    const improvement = density + z * probability
    result.log = Math.log(improvement)
    result.probability = probability / improvement
    result.density = density / improvement
    return
  }
  const rest = millsRest(-z)
  const inverseRatio = -z + rest
  result.log = -0.5 * z * z - HALF_LOG_TWO_PI - Math.log(inverseRatio) + Math.log(rest)
  result.probability = 1 / rest
  result.density = inverseRatio / rest
}
