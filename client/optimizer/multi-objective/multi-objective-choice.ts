import { meanAggregation } from './mean-aggregation.ts'
import { parego } from './parego.ts'
import type { Scalarization } from './scalarization.ts'

/** What several objectives are optimized for: how much the front grows (for two), ParEGO, or their weighted mean. */
export type MultiObjectiveChoice =
  | { readonly kind: 'hypervolume' }
  | { readonly kind: 'parego' }
  | { readonly kind: 'mean'; readonly weights?: readonly number[] | undefined }

/** One cost of several; null for the hypervolume, which needs none. */
export function scalarizationOf(choice: MultiObjectiveChoice): Scalarization | null {
  switch (choice.kind) {
    case 'hypervolume':
      return null
    case 'parego':
      return parego
    case 'mean':
      return meanAggregation(choice.weights)
  }
}
