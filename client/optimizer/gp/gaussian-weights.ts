import type { Acquisition } from '../acquisition/acquisition.ts'
import type { AcquisitionFunction } from '../acquisition/acquisition-function.ts'
import { ACQUISITION_FUNCTIONS } from '../acquisition/acquisition-functions.ts'
import { moments } from '../model/moments.ts'
import type { Observation } from '../model/observations.ts'
import { CAUTION, failureLabels, knownLogDurations, labelBoundary } from '../model/side-targets.ts'
import { GaussianAcquisition } from './gaussian-acquisition.ts'
import { GaussianFit } from './gaussian-fit.ts'

const CAUTIOUS_PROBABILITY: AcquisitionFunction = {
  name: 'probability of success',
  evaluate(mean, deviation, best, result) {
    ACQUISITION_FUNCTIONS.pi.evaluate(mean, deviation, best, result)
    result.value *= CAUTION
    result.ofMean *= CAUTION
    result.ofDeviation *= CAUTION
  },
}

/** What an acquisition under a Gaussian process is multiplied by, as logarithms: processes of their own beside that of the costs. */
export class GaussianWeights {
  readonly #isCategorical: readonly boolean[]
  readonly #isPerSecond: boolean
  /** One of where trials fail, one of the durations. */
  readonly fits: readonly [GaussianFit, GaussianFit]

  constructor(isCategorical: readonly boolean[], isPerSecond: boolean) {
    this.#isCategorical = isCategorical
    this.#isPerSecond = isPerSecond
    this.fits = [new GaussianFit(isCategorical), new GaussianFit(isCategorical)]
  }

  of(observations: readonly Observation[]): readonly Acquisition[] {
    const weights: Acquisition[] = []
    const labels = failureLabels(observations)
    if (labels !== null) weights.push(this.#successProbability(observations, labels))
    const durations = this.#isPerSecond ? knownLogDurations(observations) : null
    if (durations !== null) weights.push(this.#perSecond(durations.observations, durations.values))
    return weights
  }

  /**
   * The probability that a trial succeeds: of the labels' process lying below the boundary (Gardner et al., "Bayesian Optimization with Inequality
   * Constraints", 2014, section 3.2; Gelbart, Snoek and Adams, "Bayesian Optimization with Unknown Constraints", 2014, section 3.1).
   */
  #successProbability(observations: readonly Observation[], labels: Float64Array): Acquisition {
    const process = this.fits[0].fit(observations, labels)
    return new GaussianAcquisition(process, this.#isCategorical, Float64Array.of(labelBoundary(labels)), CAUTIOUS_PROBABILITY)
  }

  /** One by the expected duration (Snoek, Larochelle and Adams, "Practical Bayesian Optimization of Machine Learning Algorithms", 2012, section 3.2). */
  #perSecond(observations: readonly Observation[], logDurations: Float64Array): Acquisition {
    const process = this.fits[1].fit(observations, logDurations)
    return new GaussianAcquisition(
      process,
      this.#isCategorical,
      Float64Array.of(0),
      inverseDuration(Math.sqrt(moments(logDurations).variance)),
    )
  }
}

/** But for a constant, the negative mean of a logarithm that was divided by its spread. */
function inverseDuration(spread: number): AcquisitionFunction {
  return {
    name: 'inverse of the duration',
    evaluate(mean, _, __, result) {
      result.value = -spread * mean
      result.ofMean = -spread
      result.ofDeviation = 0
    },
  }
}
