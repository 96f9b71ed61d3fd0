import type { PendingStrategy } from './pending-strategy.ts'

/** Every pending trial costs the same lie: the lowest cost so far, or the mean (Ginsbourger, Le Riche and Carraro, 2010, section 4.2). */
export function constantLiar(lie: 'lowest' | 'mean'): PendingStrategy {
  return {
    name: `constant liar (${lie})`,
    sets: 1,
    results: (_, best) => (lie === 'lowest' ? best.slice() : new Float64Array(best.length)),
  }
}
