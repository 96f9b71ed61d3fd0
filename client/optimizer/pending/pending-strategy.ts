import type { Random } from '../../space/index.ts'

/** What a model says of a pending trial before its result is there. */
export interface PendingPrediction {
  /** By set of targets. */
  readonly means: Float64Array
  readonly variance: number
}

/** How a trial that has no result yet counts in the model: with results that are made up for it. */
export interface PendingStrategy {
  /** What a person reads. */
  readonly name: string
  /** How many sets of made-up results the model holds beside each other. */
  readonly sets: number
  /** A made-up result for each set; `best` is the lowest cost so far, by set. Costs are standardised. */
  results(prediction: PendingPrediction, best: Float64Array, random: Random): Float64Array
}
