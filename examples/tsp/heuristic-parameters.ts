import type { ConfigurationOf } from 'trialfan'
import type { heuristicSpace } from './heuristic-space.ts'

/** One configuration of the heuristic, as the space defines it; conditional parameters may be absent. */
export type HeuristicParameters = ConfigurationOf<typeof heuristicSpace>
