import type { Acquisition } from '../acquisition/acquisition.ts'
import type { AcquisitionFunction } from '../acquisition/acquisition-function.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import type { GaussianProcess } from './gaussian-process.ts'

/**
 * An acquisition under a Gaussian process. Of several sets of targets it is the logarithm of the mean of the exponentials: with the results of
 * pending trials drawn anew in every set, log expected improvement is that which is to be expected once those are known (Snoek et al.,
 * "Practical Bayesian Optimization of Machine Learning Algorithms", 2012, section 3.3).
 */
export class GaussianAcquisition implements Acquisition {
  readonly #process: GaussianProcess
  readonly #isCategorical: readonly boolean[]
  /** By set: the cost to be improved on. */
  readonly #best: Float64Array
  readonly #prediction: { readonly means: Float64Array; variance: number }
  readonly #logs: Float64Array
  readonly #ofMeans: Float64Array
  readonly #ofDeviations: Float64Array
  readonly #function: AcquisitionFunction
  readonly #result = { value: 0, ofMean: 0, ofDeviation: 0 }

  constructor(process: GaussianProcess, isCategorical: readonly boolean[], best: Float64Array, evaluated: AcquisitionFunction) {
    this.#process = process
    this.#function = evaluated
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
    const result = this.#result
    this.#process.predict(input, prediction)
    const deviation = Math.sqrt(prediction.variance)
    let most = Number.NEGATIVE_INFINITY
    for (let set = 0; set < this.#logs.length; set++) {
      this.#function.evaluate(prediction.means[set] as number, deviation, this.#best[set] as number, result)
      this.#logs[set] = result.value
      this.#ofMeans[set] = result.ofMean
      this.#ofDeviations[set] = result.ofDeviation
      most = Math.max(most, result.value)
    }
    let sum = 0
    for (let set = 0; set < this.#logs.length; set++) sum += Math.exp((this.#logs[set] as number) - most)
    return most + Math.log(sum / this.#logs.length)
  }
}
