import type { Observation } from './observations.ts'

/**
 * Observations at one budget: the greatest at which more configurations succeeded than there are dimensions, until there is one the least (Falkner,
 * Klein and Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", 2018, section 3.2). Trees over all budgets do not tell how
 * much one of them says of another, and end with worse configurations where it says little (measured, docs/racing.md).
 */
export function oneBudget(observations: readonly Observation[], dimensions: number): readonly Observation[] {
  const successes = new Map<number, number>()
  for (const { fidelity, costs } of observations)
    if (fidelity !== undefined && costs !== null) successes.set(fidelity, (successes.get(fidelity) ?? 0) + 1)
  const falling = [...successes].sort(([a], [b]) => b - a)
  const [chosen] = falling.find(([, count]) => count > dimensions) ?? falling.at(-1) ?? []
  return chosen === undefined ? observations : observations.filter(({ fidelity }) => fidelity === chosen)
}
