const SQRT5 = Math.sqrt(5)

/** Matérn 5/2 with variance 1 at a squared distance (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, equation 4.17). */
export function matern(squared: number): number {
  const s = SQRT5 * Math.sqrt(squared)
  return (1 + s + (s * s) / 3) * Math.exp(-s)
}

/** Its derivative by the squared distance. */
export function maternSlope(squared: number): number {
  const s = SQRT5 * Math.sqrt(squared)
  return (-5 / 6) * (1 + s) * Math.exp(-s)
}
