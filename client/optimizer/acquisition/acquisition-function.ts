/** What an acquisition makes of a normal prediction; the higher, the better. */
interface AcquisitionResult {
  value: number
  /** Derivatives by the mean and the standard deviation. */
  ofMean: number
  ofDeviation: number
}

/** Those that are a function of one prediction. */
export type AcquisitionFunctionName = 'log-ei' | 'ei' | 'pi' | 'lcb'

/**
 * Which configuration is proposed: the one with the highest expected improvement (`log-ei` is its logarithm), expected improvement by the time that a
 * trial takes, probability of improvement, lower confidence bound, or the best one under costs drawn from the model.
 */
export type AcquisitionName = AcquisitionFunctionName | 'ei-per-second' | 'thompson'

/** Costs are standardised, lower is better; `best` is the cost to improve on. */
export interface AcquisitionFunction {
  readonly name: string
  evaluate(mean: number, deviation: number, best: number, result: AcquisitionResult): void
}
