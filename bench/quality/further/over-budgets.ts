import type { Configuration } from '../../../contract/trial.ts'
import { gauss, hashConfiguration } from '../hashed-noise.ts'
import type { QualityFunction } from '../quality-function.ts'

interface Curves {
  readonly name: string
  readonly space: QualityFunction['space']
  readonly budgets: { readonly min: number; readonly max: number }
  readonly optimum: number
  readonly scale: number
  /** Without noise; null where trials crash. */
  cost(configuration: Configuration, budget: number): number | null
  /** The noise's standard deviation. */
  noise(budget: number): number
}

/** What crashes is as bad as the worst there is. */
const WORST = 1

/** A function of a configuration and a budget, scored at the greatest one. */
export function overBudgets({ cost, noise, ...facts }: Curves): QualityFunction {
  const { space, budgets } = facts
  return {
    ...facts,
    kind: 'multifidelity',
    instanceFeatures: null,
    value(configuration, { seed, budget }) {
      const at = budget ?? budgets.max
      const known = cost(configuration, at)
      if (known === null) return null
      return known + noise(at) * gauss(hashConfiguration(space, configuration, 107, seed, Math.round(1_000 * at)))
    },
    truth: (configuration) => cost(configuration, budgets.max) ?? WORST,
  }
}
