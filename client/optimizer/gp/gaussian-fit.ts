import { powerBySpread } from '../model/cost-powers.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import { targetsAt } from '../model/model-targets.ts'
import type { Observation } from '../model/observations.ts'
import { fitKernel } from './fit-kernel.ts'
import { GaussianProcess } from './gaussian-process.ts'
import type { KernelParameters } from './kernel-parameters.ts'
import type { KernelState } from './kernel-state.ts'
import { modelSubset } from './model-subset.ts'
import { pairDistances } from './pair-distances.ts'

/** Points that the posterior holds: its factorization grows with the third power. */
const MOST_POINTS = 400
/** Points that the kernel is fitted to: that takes tens of factorizations. */
const MOST_FITTED = 160
const ITERATIONS = 50
/** The kernel is fitted anew when the history has grown by one in so many. */
const REFIT_SHARE = 24
/** Iterations that each scale of the costs gets before they are compared. */
const BRIEF_ITERATIONS = 10
/** Fewer points do not tell which scale explains them best: measured on short histories, the likeliest one is a worse one. */
const LEAST_CHOSEN = 20

/**
 * A Gaussian process of one output that follows a growing history: its kernel's parameters are kept while little is new. The scale on which it
 * learns the costs is the power that makes them likeliest, as in Snelson, Rasmussen and Ghahramani, "Warped Gaussian Processes", 2004, section 2;
 * one step at a time, under the kernel that it has.
 */
export class GaussianFit {
  readonly #isCategorical: readonly boolean[]
  readonly #powers: readonly number[]
  readonly #isByLikelihood: boolean
  #parameters: KernelParameters | null = null
  #power: number
  #fittedTo = 0

  /** `powers`: the scales to choose among, in order, by likelihood or by the spread of the costs; the last one is begun with. */
  constructor(isCategorical: readonly boolean[], powers: readonly number[] = [1], isByLikelihood = true) {
    this.#isByLikelihood = isByLikelihood
    this.#isCategorical = isCategorical
    this.#powers = powers
    this.#power = powers.length - 1
  }

  get state(): KernelState {
    return { parameters: this.#parameters, power: this.#power, fittedTo: this.#fittedTo }
  }

  /** Goes on from where another one was. */
  set state({ parameters, power, fittedTo }: KernelState) {
    this.#parameters = parameters
    this.#power = power
    this.#fittedTo = fittedTo
  }

  /** `costs`: one an observation, on any scale. */
  fit(observations: readonly Observation[], costs: Float64Array): GaussianProcess {
    const input = (row: number): Float64Array => {
      const { point, fidelity } = observations[row] as Observation
      return imputeInactive(point, this.#isCategorical, fidelity)
    }
    const isStale = observations.length - this.#fittedTo >= observations.length / REFIT_SHARE
    if (this.#parameters === null || isStale) {
      const rows = modelSubset(observations, costs, MOST_FITTED)
      const distances = pairDistances(rows.map(input), this.#isCategorical)
      const start = this.#choosePower(costs, rows, distances)
      const chosen = at(targetsAt(costs, this.#powers[this.#power] as number).values, rows)
      this.#parameters = fitKernel(distances, chosen, this.#isCategorical.length, { start, iterations: ITERATIONS }).parameters
      this.#fittedTo = observations.length
    }
    const targets = targetsAt(costs, this.#powers[this.#power] as number).values
    const process = new GaussianProcess(this.#isCategorical, this.#parameters)
    for (const row of modelSubset(observations, costs, MOST_POINTS)) process.append(input(row), targets.subarray(row, row + 1))
    return process
  }

  /** Goes to the power that makes the costs likeliest, of the present one and those next to it; gives where to begin the fit. */
  #choosePower(costs: Float64Array, rows: readonly number[], distances: Float64Array): KernelParameters | null {
    let start = this.#parameters
    if (this.#powers.length === 1) return start
    if (!this.#isByLikelihood || rows.length < LEAST_CHOSEN) {
      this.#power = this.#powers.indexOf(powerBySpread(costs))
      return start
    }
    const [from, to] = [Math.max(0, this.#power - 1), Math.min(this.#powers.length - 1, this.#power + 1)]
    let most = Number.NEGATIVE_INFINITY
    for (let power = to; power >= from; power--) {
      const { values, logSlope } = targetsAt(costs, this.#powers[power] as number)
      const options = { start: this.#parameters, isBrief: true, iterations: BRIEF_ITERATIONS }
      const { parameters, negativeLogPosterior } = fitKernel(distances, at(values, rows), this.#isCategorical.length, options)
      const likelihood = rows.length * logSlope - negativeLogPosterior
      if (!(likelihood > most)) continue
      most = likelihood
      start = parameters
      this.#power = power
    }
    return start
  }
}

const at = (values: Float64Array, rows: readonly number[]): Float64Array => Float64Array.from(rows, (row) => values[row] as number)
