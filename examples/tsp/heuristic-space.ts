import { categorical, float, integer, when } from 'trialfan'

const withOrOpt = { moves: ['or-opt', 'both'] } as const
const withAnnealing = { acceptance: 'annealing' } as const

/** The parameters of the heuristic. The defaults are the plainest choices, as a first textbook version would have them. */
export const heuristicSpace = {
  initialTour: categorical(['random', 'nearest-neighbour', 'greedy'], { default: 'greedy' }),

  /** What local search may do to the tour. */
  moves: categorical(['2-opt', 'or-opt', 'both'], { default: '2-opt' }),
  /** How many of a city's nearest cities a move may join it to. */
  neighbours: integer(4, 24, { log: true, default: 10 }),
  /** Longest segment, in cities, that an Or-opt move carries elsewhere. */
  segment: when(withOrOpt, integer(1, 10, { default: 3 })),
  /** Make a city's first move that shortens the tour, or look for its best one. */
  improvement: categorical(['first', 'best'], { default: 'first' }),

  /** How a tour that local search cannot shorten any more is changed. */
  kick: categorical(['double-bridge', 'segment-swap', 'reversal'], { default: 'reversal' }),
  /** Longest segment, in cities, that a kick moves: how local it is. */
  reach: integer(3, 140, { log: true, default: 20 }),
  /** Kicks before the next local search. */
  kicks: integer(1, 10, { log: true, default: 1 }),

  /** From which tours the search goes on: from none that is longer than the last, or now and then, as in simulated annealing. */
  acceptance: categorical(['better', 'annealing'], { default: 'better' }),
  /** Temperature at the start, as a share of the mean length of an edge. */
  temperature: when(withAnnealing, float(0.001, 1, { log: true, default: 0.1 })),
  /** What is left of the temperature at the end, as a share of it. */
  cooling: when(withAnnealing, float(0.001, 1, { log: true, default: 0.1 })),
  /** Kicks without a new best tour before the search goes back to the best one. */
  patience: when(withAnnealing, integer(10, 10_000, { log: true, default: 1_000 })),
}
