/** What a Gaussian process learns, for standardised targets. */
export interface KernelParameters {
  /** By feature: the inverse of the squared length scale. */
  readonly weights: Float64Array
  /** Variance of the function. */
  readonly signal: number
  /** Variance of the noise. */
  readonly noise: number
}
