/**
 * A point without NaN, as a Gaussian process needs it: an inactive number lies in the middle, an inactive category is one of its own. Where the
 * process has an input more than the point has features, that is the fidelity.
 */
export function imputeInactive(point: Float64Array, isCategorical: readonly boolean[], fidelity = 1): Float64Array {
  return Float64Array.from(isCategorical, (isCategory, at) => {
    const value = at < point.length ? (point[at] as number) : fidelity
    return Number.isNaN(value) ? (isCategory ? -1 : 0.5) : value
  })
}
