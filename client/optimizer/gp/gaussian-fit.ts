import type { Configuration } from '../../../contract/trial.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import type { Observation } from '../model/observations.ts'
import { fitKernel } from './fit-kernel.ts'
import { GaussianProcess } from './gaussian-process.ts'
import type { KernelParameters } from './kernel-parameters.ts'
import { modelSubset } from './model-subset.ts'
import { pairDistances } from './pair-distances.ts'

/** Points that the posterior holds: its factorization grows with the third power. */
const MOST_POINTS = 400
/** Points that the kernel is fitted to: that takes tens of factorizations. */
const MOST_FITTED = 160
const ITERATIONS = 50
/** The kernel is fitted anew when the history has grown by one in so many. */
const REFIT_SHARE = 24

/** A Gaussian process of one objective that follows a growing history: its kernel's parameters are kept while little is new. */
export class GaussianFit {
  readonly #isCategorical: readonly boolean[]
  #parameters: KernelParameters | null = null
  #fittedTo = 0

  constructor(isCategorical: readonly boolean[]) {
    this.#isCategorical = isCategorical
  }

  /** `targets` are standardised, one an observation. */
  fit(observations: readonly Observation<Configuration>[], targets: Float64Array): GaussianProcess {
    const input = (row: number): Float64Array => imputeInactive((observations[row] as Observation).point, this.#isCategorical)
    const isStale = observations.length - this.#fittedTo >= observations.length / REFIT_SHARE
    if (this.#parameters === null || isStale) {
      const rows = modelSubset(targets, MOST_FITTED)
      const chosen = Float64Array.from(rows, (row) => targets[row] as number)
      const distances = pairDistances(rows.map(input), this.#isCategorical)
      this.#parameters = fitKernel(distances, chosen, this.#isCategorical.length, { start: this.#parameters, iterations: ITERATIONS })
      this.#fittedTo = observations.length
    }
    const process = new GaussianProcess(this.#isCategorical, this.#parameters)
    for (const row of modelSubset(targets, MOST_POINTS)) process.append(input(row), targets.subarray(row, row + 1))
    return process
  }
}
