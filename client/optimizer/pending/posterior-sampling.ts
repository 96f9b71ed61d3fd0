import type { PendingStrategy } from './pending-strategy.ts'

/**
 * Every set draws what the pending trials cost from the model, one given the other, and the acquisition is the mean over the sets
 * (Snoek, Larochelle and Adams, "Practical Bayesian Optimization of Machine Learning Algorithms", 2012, section 3.3).
 */
export function posteriorSampling(sets: number): PendingStrategy {
  return {
    name: `posterior sampling (${sets} sets)`,
    sets,
    results({ means, variance }, _, random) {
      const deviation = Math.sqrt(variance)
      return means.map((mean) => mean + deviation * random.normal())
    },
  }
}
