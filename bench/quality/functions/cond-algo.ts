import { categorical, defineSpace, float, integer, when } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { blackbox } from './blackbox.ts'
import { numberOf } from './number-of.ts'

const svm = { algo: 'svm' }
const rf = { algo: 'rf' }
const knn = { algo: 'knn' }
const space = defineSpace({
  algo: categorical(['knn', 'rf', 'svm']),
  scaler: categorical(['none', 'minmax', 'standard']),
  kernel: when(svm, categorical(['linear', 'poly', 'rbf'])),
  C: when(svm, float(1e-3, 1e3, { log: true })),
  gamma: when({ kernel: ['poly', 'rbf'] }, float(1e-5, 1e1, { log: true })),
  degree: when({ kernel: 'poly' }, integer(2, 5)),
  n_estimators: when(rf, integer(10, 500, { log: true })),
  max_depth: when(rf, integer(1, 20)),
  max_features: when(rf, float(0.1, 1)),
  bootstrap: when(rf, categorical(['false', 'true'])),
  k: when(knn, integer(1, 50, { log: true })),
  weights: when(knn, categorical(['distance', 'uniform'])),
  p: when(knn, integer(1, 3)),
})

const chosen = (configuration: Configuration, parameter: string, costs: Readonly<Record<string, number>>): number =>
  costs[String(configuration[parameter])] ?? Number.NaN

function svmCost(configuration: Configuration): number {
  const penalty = chosen(configuration, 'scaler', { none: 0.12, minmax: 0.03, standard: 0 })
  const c = Math.log10(numberOf(configuration, 'C'))
  if (configuration.kernel === 'linear') return 0.11 + penalty + 0.012 * (c + 1) ** 2
  const gamma = Math.log10(numberOf(configuration, 'gamma'))
  if (configuration.kernel === 'rbf') {
    const centre = chosen(configuration, 'scaler', { none: -4, minmax: -0.8, standard: -2 })
    const distance = 0.6 * (gamma - centre) ** 2 + 0.25 * (c + gamma - (centre + 1.4)) ** 2
    return 0.02 + penalty + 0.5 * (1 - Math.exp(-distance))
  }
  const distance = 0.3 * (gamma + 1.2) ** 2 + 0.1 * (c - 0.5) ** 2
  return 0.05 + penalty + 0.03 * (numberOf(configuration, 'degree') - 3) ** 2 + 0.4 * (1 - Math.exp(-distance))
}

function forestCost(configuration: Configuration): number {
  const depth = numberOf(configuration, 'max_depth')
  const features = numberOf(configuration, 'max_features')
  const shape = 0.25 / Math.sqrt(numberOf(configuration, 'n_estimators')) + 0.18 * Math.exp(-depth / 3) + 0.08 * (features - 0.35) ** 2
  return 0.055 + shape + chosen(configuration, 'bootstrap', { false: 0.01, true: 0 }) * (1 + depth / 20)
}

function neighbourCost(configuration: Configuration): number {
  const penalty = chosen(configuration, 'scaler', { none: 0.08, minmax: 0, standard: 0.015 })
  const k = numberOf(configuration, 'k')
  const weights = configuration.weights === 'distance' ? 0 : 0.006 * Math.log(k)
  return 0.075 + penalty + 0.03 * Math.log(k / 5) ** 2 + weights + 0.01 * (numberOf(configuration, 'p') - 1) ** 2
}

/** Algorithm choice with conditional parameters two levels deep; costs look like validation errors. The svm's rbf valley is narrow. */
export const condAlgo = blackbox({ name: 'cond_algo', space, optimum: 0.02, scale: 0.1489279379990067 }, (configuration) => {
  if (configuration.algo === 'svm') return svmCost(configuration)
  return configuration.algo === 'rf' ? forestCost(configuration) : neighbourCost(configuration)
})
