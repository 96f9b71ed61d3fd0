/** A normal distribution that is cut at a parameter's bounds. */
export interface NormalShape {
  readonly mean: number
  /** The standard deviation, before it is cut. */
  readonly deviation: number
}
