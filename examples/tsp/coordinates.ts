import type { Metric } from './metric.ts'

/** Where the cities of an instance lie, and how the distance of two is measured. */
export type Coordinates = {
  readonly metric: Metric
  readonly x: Float64Array
  readonly y: Float64Array
}
