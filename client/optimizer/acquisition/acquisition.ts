/** What is to be as high as possible at the next point. */
export interface Acquisition {
  value(point: Float64Array): number
  /** The value, and its gradient by the numeric features. */
  withGradient(point: Float64Array, gradient: Float64Array): number
}
