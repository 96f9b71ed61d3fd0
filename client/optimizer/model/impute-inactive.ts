/** A point without NaN, as a Gaussian process needs it: an inactive number lies in the middle, an inactive category is one of its own. */
export function imputeInactive(point: Float64Array, isCategorical: readonly boolean[]): Float64Array {
  return point.map((value, at) => (Number.isNaN(value) ? (isCategorical[at] === true ? -1 : 0.5) : value))
}
