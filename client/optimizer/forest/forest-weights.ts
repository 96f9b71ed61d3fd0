import type { Random } from '../../space/index.ts'
import type { Observation } from '../model/observations.ts'
import { CAUTION, failureLabels, knownLogDurations } from '../model/side-targets.ts'
import { forestInput } from './forest-input.ts'
import { RegressionForest } from './regression-forest.ts'

/** A logarithm that is added to the acquisition: of a forest's input, and of the point itself. */
export type PointWeight = (input: Float64Array, point: Float64Array) => number

/** However many of a leaf's trials failed, the next one may succeed. */
const LEAST_PROBABILITY = 0.01

/**
 * What an acquisition under a forest is multiplied by, as in `GaussianWeights`: the share of successes that a forest of the labels predicts, and one by
 * the duration that another one does.
 */
export class ForestWeights {
  readonly #categories: Int32Array
  readonly #isPerSecond: boolean

  constructor(categories: Int32Array, isPerSecond: boolean) {
    this.#categories = categories
    this.#isPerSecond = isPerSecond
  }

  of(observations: readonly Observation[], random: Random): readonly PointWeight[] {
    const weights: PointWeight[] = []
    const labels = failureLabels(observations)
    if (labels !== null) {
      const label = this.#means(observations, labels, random.split('failures'))
      weights.push((input) => CAUTION * Math.log(Math.max(LEAST_PROBABILITY, (1 - label(input)) / 2)))
    }
    const durations = this.#isPerSecond ? knownLogDurations(observations) : null
    if (durations !== null) {
      const logDuration = this.#means(durations.observations, durations.values, random.split('durations'))
      weights.push((input) => -logDuration(input))
    }
    return weights
  }

  #means(observations: readonly Observation[], values: Float64Array, random: Random): (input: Float64Array) => number {
    const inputs = observations.map(({ point }) => forestInput(point, this.#categories))
    const forest = RegressionForest.fit(inputs, values, this.#categories, random)
    const prediction = { mean: 0, variance: 0 }
    return (input) => {
      forest.predict(input, prediction)
      return prediction.mean
    }
  }
}
