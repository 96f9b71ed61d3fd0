import { defineStudy } from 'trialfan'
import { heuristicSpace } from './heuristic-space.ts'
import { knownOptima } from './known-optima.ts'
import { loadInstances } from './load-instances.ts'
import { summaryLines } from './summary-lines.ts'

export default defineStudy({
  name: 'tsp',
  target: new URL('./target.ts', import.meta.url),
  space: heuristicSpace,
  // Distances and neighbour lists, 3.9 MB: computed here once, uploaded once, kept in the memory of the workers.
  data: () => loadInstances(heuristicSpace.neighbours.upper),
  instances: Object.keys(knownOptima),
  objectives: ['gap'],
  // Three instances are few: every configuration is run on each of them, the default one too, instead of racing.
  optimizer: 'hyperparameter-optimization',
  trials: 300,
  trialTimeLimitMs: 10_000,
  // A slow machine runs fewer of them.
  runTimeLimitMs: 90_000,
  seed: 1,
  summary: summaryLines,
})
