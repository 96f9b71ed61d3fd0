import type { Acquisition } from '../acquisition/acquisition.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import { type HypervolumeImprovement, logHypervolumeImprovement } from '../multi-objective/log-hypervolume-improvement.ts'
import type { Staircase } from '../multi-objective/staircase.ts'
import type { GaussianPrediction, GaussianProcess } from './gaussian-process.ts'

/** The logarithm of the expected hypervolume improvement under one Gaussian process an objective, as a mean over their sets of targets. */
export class GaussianHypervolumeImprovement implements Acquisition {
  readonly #processes: readonly [GaussianProcess, GaussianProcess]
  readonly #isCategorical: readonly boolean[]
  /** By set. */
  readonly #staircases: readonly Staircase[]
  readonly #predictions: readonly [GaussianPrediction, GaussianPrediction]
  readonly #improvements: readonly HypervolumeImprovement[]

  constructor(processes: readonly [GaussianProcess, GaussianProcess], isCategorical: readonly boolean[], staircases: readonly Staircase[]) {
    this.#processes = processes
    this.#isCategorical = isCategorical
    this.#staircases = staircases
    const prediction = (): GaussianPrediction => ({ means: new Float64Array(staircases.length), variance: 0 })
    this.#predictions = [prediction(), prediction()]
    this.#improvements = staircases.map(() => ({ log: 0, ofMeans: [0, 0], ofDeviations: [0, 0] }))
  }

  value(point: Float64Array): number {
    return this.#evaluate(imputeInactive(point, this.#isCategorical))
  }

  withGradient(point: Float64Array, gradient: Float64Array): number {
    const input = imputeInactive(point, this.#isCategorical)
    const value = this.#evaluate(input)
    gradient.fill(0)
    const own = new Float64Array(gradient.length)
    for (const objective of [0, 1] as const) {
      const ofMeans = new Float64Array(this.#improvements.length)
      let ofDeviation = 0
      for (const [set, { log, ofMeans: means, ofDeviations }] of this.#improvements.entries()) {
        const share = Math.exp(log - value) / this.#improvements.length
        ofMeans[set] = share * means[objective]
        ofDeviation += share * ofDeviations[objective]
      }
      const deviation = Math.sqrt(this.#predictions[objective].variance)
      this.#processes[objective].gradient(input, ofMeans, ofDeviation / (2 * deviation), own)
      for (let at = 0; at < own.length; at++) gradient[at] = (gradient[at] as number) + (own[at] as number)
    }
    return value
  }

  #evaluate(input: Float64Array): number {
    const [first, second] = this.#predictions
    this.#processes[0].predict(input, first)
    this.#processes[1].predict(input, second)
    const deviations = [Math.sqrt(first.variance), Math.sqrt(second.variance)] as const
    let most = Number.NEGATIVE_INFINITY
    for (const [set, improvement] of this.#improvements.entries()) {
      const means = [first.means[set] as number, second.means[set] as number] as const
      logHypervolumeImprovement(this.#staircases[set] as Staircase, means, deviations, improvement)
      most = Math.max(most, improvement.log)
    }
    let sum = 0
    for (const { log } of this.#improvements) sum += Math.exp(log - most)
    return most + Math.log(sum / this.#improvements.length)
  }
}
