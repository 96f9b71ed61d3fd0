import type { HeuristicParameters } from './heuristic-parameters.ts'
import { orOpt } from './or-opt.ts'
import type { Search } from './search.ts'
import { twoOpt } from './two-opt.ts'

/**
 * Shortens the tour until no move of a waiting city helps, or the steps are spent.
 * @returns the change of the tour's length
 */
export function localSearch(search: Search, moves: HeuristicParameters['moves']): number {
  const { queue, meter } = search
  let change = 0
  while (!queue.empty && !meter.over) {
    const city = queue.take()
    let moved = moves === 'or-opt' ? 0 : twoOpt(search, city)
    if (moved === 0 && moves !== '2-opt') moved = orOpt(search, city)
    change += moved
  }
  return change
}
