import type { Configuration } from '../../../contract/trial.ts'
import type { QualityFunction } from '../quality-function.ts'

/** A function without noise, instances or budgets. */
export function blackbox(
  facts: Pick<QualityFunction, 'name' | 'space' | 'optimum' | 'scale'>,
  cost: (configuration: Configuration) => number,
): QualityFunction {
  return { ...facts, kind: 'blackbox', instanceFeatures: null, budgets: null, value: cost, truth: cost }
}
