import type { PendingStrategy } from './pending-strategy.ts'

/** Every pending trial costs what the model predicts (Ginsbourger et al., "Kriging Is Well-Suited to Parallelize Optimization", 2010, section 4.1). */
export const krigingBeliever: PendingStrategy = {
  name: 'kriging believer',
  sets: 1,
  results: ({ means }) => means.slice(),
}
