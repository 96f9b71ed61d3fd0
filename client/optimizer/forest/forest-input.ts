import type { FeatureSpace } from '../model/feature-space.ts'

/** By feature: how many categories a forest sees, 0 for a number. Being inactive is a category of its own. */
export function forestCategories({ features }: FeatureSpace): Int32Array {
  return Int32Array.from(features, ({ isCategorical, domain }) => (isCategorical ? domain.size + 1 : 0))
}

/** A point without NaN, as a forest needs it: an inactive number lies below all others, an inactive category is one of its own. */
export function forestInput(point: Float64Array, categories: Int32Array): Float64Array {
  return point.map((value, at) => {
    if (!Number.isNaN(value)) return value
    const count = categories[at] as number
    return count > 0 ? count - 1 : -1
  })
}
