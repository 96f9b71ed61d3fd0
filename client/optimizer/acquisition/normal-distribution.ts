/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z - HALF_LOG_TWO_PI)
}

/** Half of log 2π. */
export const HALF_LOG_TWO_PI = 0.9189385332046727

/** How far out the continued fraction takes over: it needs the fewer levels the farther. */
export const TAIL = 2.5

/** The probability below `z`, to full precision in both tails. */
export function normalProbability(z: number): number {
  if (z < -TAIL) return normalDensity(z) * millsRatio(-z)
  if (z > TAIL) return 1 - normalDensity(z) * millsRatio(z)
  // ½ + φ(z)·(z + z³/3 + z⁵/15 + …): all terms have one sign (Abramowitz and Stegun, 1964, 26.2.11).
  let term = z
  let sum = z
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + normalDensity(z) * sum
}

/** log Φ(z), which stays finite however small the probability is. */
export function logNormalProbability(z: number): number {
  if (z < -TAIL) return -0.5 * z * z - HALF_LOG_TWO_PI + Math.log(millsRatio(-z))
  return Math.log(normalProbability(z))
}

/** Φ(−x)/φ(x) for x of at least 2.5: Laplace's continued fraction 1/(x + 1/(x + 2/(x + …))) (Abramowitz and Stegun, 1964, 26.2.14). */
function millsRatio(x: number): number {
  return 1 / (x + millsRest(x))
}

/** The rest 1/(x + 2/(x + 3/(x + …))) of that fraction: 1/ratio − x, without cancellation. For x of at least 2.5. */
export function millsRest(x: number): number {
  let rest = 0
  for (let level = Math.ceil(20 + 140 / x); level > 0; level--) rest = level / (x + rest)
  return rest
}
