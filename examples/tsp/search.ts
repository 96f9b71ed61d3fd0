import type { ArrayTour } from './array-tour.ts'
import type { Cities } from './cities.ts'
import type { CityQueue } from './city-queue.ts'
import type { StepMeter } from './step-meter.ts'

/** What the moves of one search share: the tour they change, and how they are to look for a change. */
export type Search = {
  readonly cities: Cities
  readonly tour: ArrayTour
  readonly queue: CityQueue
  readonly meter: StepMeter
  /** How many of a city's nearest cities are tried. */
  readonly neighbours: number
  /** Longest segment of an Or-opt move, in cities. */
  readonly segment: number
  /** Stop at a city's first shortening move; otherwise take its best one. */
  readonly first: boolean
}
