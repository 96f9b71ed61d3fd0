import type { Target } from 'trialfan/worker'
import { Cities } from './cities.ts'
import type { HeuristicParameters } from './heuristic-parameters.ts'
import { iteratedLocalSearch } from './iterated-local-search.ts'
import { SeededRandom } from './seeded-random.ts'
import type { TspInstance } from './tsp-instance.ts'

/** The work of one trial; it is counted and not timed, so that the same trial costs the same everywhere. */
const STEPS = 12_000_000

/**
 * Searches a short tour with the heuristic so configured. The cost is how much longer than the optimal tour it came out, in percent.
 * A budget, where the study gives one, is the share of the full work: above 0, at most 1.
 */
const target: Target<Readonly<Record<string, TspInstance>>, HeuristicParameters> = (configuration, { instance, seed, budget, data }) => {
  const problem = data[instance ?? '']
  if (problem === undefined) throw new Error(`expected one of ${Object.keys(data).join(', ')} as the instance, got ${instance}`)

  const random = new SeededRandom(seed ?? 0)
  const { length, rounds, steps } = iteratedLocalSearch(new Cities(problem), configuration, random, STEPS * (budget ?? 1))
  return [(length / problem.optimum - 1) * 100, { length, rounds, steps: Math.round(steps) }]
}
export default target
