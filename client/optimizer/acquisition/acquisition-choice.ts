import type { Acquisition } from './acquisition.ts'
import type { AcquisitionFunction, AcquisitionName } from './acquisition-function.ts'
import { ACQUISITION_FUNCTIONS } from './acquisition-functions.ts'
import type { OptimumPriorWeight } from './optimum-priors.ts'

/** What is to be highest at the next configuration. */
export interface AcquisitionChoice {
  readonly name: AcquisitionName
  /** What a person believes of the optimum, or null. */
  readonly prior: OptimumPriorWeight | null
}

/**
 * The part that is a function of a cost's prediction alone. Weights are logarithms, so beside them expected improvement is one too. Thompson
 * sampling draws costs; where many are wanted at once it falls back on this.
 */
export function acquisitionFunction(name: AcquisitionName, isWeighted: boolean): AcquisitionFunction {
  if (name === 'ei-per-second' || name === 'thompson' || (name === 'ei' && isWeighted)) return ACQUISITION_FUNCTIONS['log-ei']
  return ACQUISITION_FUNCTIONS[name]
}

/** The belief as it counts after so many observations. */
export function priorWeight({ prior }: AcquisitionChoice, observations: number): readonly Acquisition[] {
  prior?.observed(observations)
  return prior === null ? [] : [prior]
}
