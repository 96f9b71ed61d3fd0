import type { Feature, FeatureSpace } from '../model/feature-space.ts'

/** By input: how many categories a forest sees, 0 for a number. Being inactive is a category of its own. */
export function forestCategories({ features, isCategorical }: FeatureSpace): Int32Array {
  return Int32Array.from(isCategorical, (isCategory, at) => (isCategory ? (features[at] as Feature).domain.size + 1 : 0))
}

/**
 * A point without NaN, as a forest needs it: an inactive number lies below all others, an inactive category is one of its own. Where the forest has
 * an input more than the point has features, that is the fidelity.
 */
export function forestInput(point: Float64Array, categories: Int32Array, fidelity = 1): Float64Array {
  return Float64Array.from(categories, (count, at) => {
    const value = at < point.length ? (point[at] as number) : fidelity
    return Number.isNaN(value) ? (count > 0 ? count - 1 : -1) : value
  })
}
