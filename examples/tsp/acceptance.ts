import type { HeuristicParameters } from './heuristic-parameters.ts'
import type { SeededRandom } from './seeded-random.ts'

/**
 * Whether the search goes on from a tour that came out `excess` longer than the one before (0 or less: not longer).
 * `progress` runs from 0 to 1 over the trial.
 */
type Acceptance = (excess: number, progress: number) => boolean

/**
 * The rule of acceptance that the parameters ask for.
 * @param meanEdge the scale of the temperature: the mean length of an edge in the first local optimum
 * @throws Error when annealing comes without temperature or cooling
 */
export function acceptance(parameters: HeuristicParameters, meanEdge: number, random: SeededRandom): Acceptance {
  if (parameters.acceptance === 'better') return (excess) => excess <= 0
  const { temperature, cooling } = parameters
  if (temperature === undefined || cooling === undefined) {
    throw new Error(`annealing: expected a temperature and a cooling, got ${temperature} and ${cooling}`)
  }
  const hottest = temperature * meanEdge
  return (excess, progress) => excess <= 0 || random.unit() < Math.exp(-excess / (hottest * cooling ** progress))
}
