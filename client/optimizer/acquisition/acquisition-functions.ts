import type { AcquisitionFunction, AcquisitionFunctionName } from './acquisition-function.ts'
import { type LogImprovement, logImprovement } from './log-expected-improvement.ts'
import { logNormalProbability, normalDensity, normalProbability } from './normal-distribution.ts'

const improvement: LogImprovement = { log: 0, probability: 0, density: 0 }
/** Standard deviations below the mean: about 97.5 % of the costs lie above. */
const CONFIDENCE = 1.96

/** Ament et al., "Unexpected Improvements to Expected Improvement for Bayesian Optimization", 2023, section 4.1. */
const logExpectedImprovement: AcquisitionFunction = {
  name: 'log expected improvement',
  evaluate(mean, deviation, best, result) {
    logImprovement((best - mean) / deviation, improvement)
    result.value = Math.log(deviation) + improvement.log
    result.ofMean = -improvement.probability / deviation
    result.ofDeviation = improvement.density / deviation
  },
}

/** Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive Black-Box Functions", 1998, equation 15. */
const expectedImprovement: AcquisitionFunction = {
  name: 'expected improvement',
  evaluate(mean, deviation, best, result) {
    const z = (best - mean) / deviation
    result.ofMean = -normalProbability(z)
    result.ofDeviation = normalDensity(z)
    result.value = deviation * (result.ofDeviation - z * result.ofMean)
  },
}

/** The logarithm of it, which has the same maximum: Kushner, "A New Method of Locating the Maximum Point of an Arbitrary Multipeak Curve", 1964. */
const probabilityOfImprovement: AcquisitionFunction = {
  name: 'probability of improvement',
  evaluate(mean, deviation, best, result) {
    const z = (best - mean) / deviation
    result.value = logNormalProbability(z)
    const slope = Math.exp(Math.log(normalDensity(z)) - result.value)
    result.ofMean = Number.isFinite(slope) ? -slope / deviation : z / deviation
    result.ofDeviation = result.ofMean * z
  },
}

/** Srinivas et al., "Gaussian Process Optimization in the Bandit Setting", 2010, section 3; with a constant factor. */
const lowerConfidenceBound: AcquisitionFunction = {
  name: 'lower confidence bound',
  evaluate(mean, deviation, _, result) {
    result.value = CONFIDENCE * deviation - mean
    result.ofMean = -1
    result.ofDeviation = CONFIDENCE
  },
}

export const ACQUISITION_FUNCTIONS: Readonly<Record<AcquisitionFunctionName, AcquisitionFunction>> = {
  'log-ei': logExpectedImprovement,
  ei: expectedImprovement,
  pi: probabilityOfImprovement,
  lcb: lowerConfidenceBound,
}
