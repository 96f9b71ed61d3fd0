import type { Acquisition } from '../acquisition/acquisition.ts'
import { logImprovement } from '../acquisition/log-expected-improvement.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import type { GaussianProcess } from './gaussian-process.ts'

/**
 * The logarithm of the expected improvement under a Gaussian process, as a mean over its sets of targets: with the results of pending trials
 * drawn anew in every set, it is the improvement to be expected once those are known (Snoek et al., "Practical Bayesian Optimization of
 * Machine Learning Algorithms", 2012, section 3.3).
 */
export class GaussianLogImprovement implements Acquisition {
  readonly #process: GaussianProcess
  readonly #isCategorical: readonly boolean[]
  /** By set: the cost to be improved on. */
  readonly #best: Float64Array
  readonly #prediction: { readonly means: Float64Array; variance: number }
  readonly #logs: Float64Array
  readonly #ofMeans: Float64Array
  readonly #ofDeviations: Float64Array
  readonly #improvement = { log: 0, probability: 0, density: 0 }

  constructor(process: GaussianProcess, isCategorical: readonly boolean[], best: Float64Array) {
    this.#process = process
    this.#isCategorical = isCategorical
    this.#best = best
    this.#prediction = { means: new Float64Array(process.sets), variance: 0 }
    this.#logs = new Float64Array(process.sets)
    this.#ofMeans = new Float64Array(process.sets)
    this.#ofDeviations = new Float64Array(process.sets)
  }

  value(point: Float64Array): number {
    return this.#evaluate(imputeInactive(point, this.#isCategorical))
  }

  withGradient(point: Float64Array, gradient: Float64Array): number {
    const input = imputeInactive(point, this.#isCategorical)
    const value = this.#evaluate(input)
    // The mean of exponentials: each set counts by its share of the sum.
    let ofDeviation = 0
    for (let set = 0; set < this.#logs.length; set++) {
      const share = Math.exp((this.#logs[set] as number) - value) / this.#logs.length
      this.#ofMeans[set] = (this.#ofMeans[set] as number) * share
      ofDeviation += (this.#ofDeviations[set] as number) * share
    }
    const deviation = Math.sqrt(this.#prediction.variance)
    this.#process.gradient(input, this.#ofMeans, ofDeviation / (2 * deviation), gradient)
    return value
  }

  #evaluate(input: Float64Array): number {
    const prediction = this.#prediction
    const improvement = this.#improvement
    this.#process.predict(input, prediction)
    const deviation = Math.sqrt(prediction.variance)
    let most = Number.NEGATIVE_INFINITY
    for (let set = 0; set < this.#logs.length; set++) {
      logImprovement(((this.#best[set] as number) - (prediction.means[set] as number)) / deviation, improvement)
      const log = Math.log(deviation) + improvement.log
      this.#logs[set] = log
      this.#ofMeans[set] = -improvement.probability / deviation
      this.#ofDeviations[set] = improvement.density / deviation
      if (log > most) most = log
    }
    let sum = 0
    for (let set = 0; set < this.#logs.length; set++) sum += Math.exp((this.#logs[set] as number) - most)
    return most + Math.log(sum / this.#logs.length)
  }
}
