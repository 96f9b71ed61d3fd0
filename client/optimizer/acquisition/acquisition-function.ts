/** What an acquisition makes of a normal prediction; the higher, the better. */
interface AcquisitionResult {
  value: number
  /** Derivatives by the mean and the standard deviation. */
  ofMean: number
  ofDeviation: number
}

export type AcquisitionName = 'log-ei' | 'ei' | 'pi' | 'lcb'

/** Costs are standardised, lower is better; `best` is the cost to improve on. */
export interface AcquisitionFunction {
  readonly name: string
  evaluate(mean: number, deviation: number, best: number, result: AcquisitionResult): void
}
