import { acceptance } from './acceptance.ts'
import { ArrayTour } from './array-tour.ts'
import type { Cities } from './cities.ts'
import { CityQueue } from './city-queue.ts'
import type { HeuristicParameters } from './heuristic-parameters.ts'
import { initialTour } from './initial-tour.ts'
import { localSearch } from './local-search.ts'
import { perturb } from './perturb.ts'
import type { Search } from './search.ts'
import type { SeededRandom } from './seeded-random.ts'
import { StepMeter } from './step-meter.ts'

type Found = {
  /** The cities of the best tour, in the order of travel. */
  readonly order: readonly number[]
  readonly length: number
  readonly rounds: number
  readonly steps: number
}

/**
 * Iterated local search: kick the tour, repair it by local search, keep what came out or go back, until the steps are spent.
 * Source: Johnson and McGeoch, "The traveling salesman problem: a case study in local optimization", 1997.
 */
export function iteratedLocalSearch(cities: Cities, parameters: HeuristicParameters, random: SeededRandom, steps: number): Found {
  const tour = new ArrayTour(initialTour(parameters.initialTour, cities, random))
  const meter = new StepMeter(steps)
  const search: Search = {
    cities,
    tour,
    queue: new CityQueue(cities.size),
    meter,
    neighbours: Math.min(parameters.neighbours, cities.listed),
    // A segment must leave two cities between which it can go.
    segment: Math.min(parameters.segment ?? 0, cities.size - 3),
    first: parameters.improvement === 'first',
  }
  for (const city of tour.toOrder()) search.queue.add(city)

  let length = tour.length(cities) + localSearch(search, parameters.moves)
  const accepts = acceptance(parameters, length / cities.size, random)
  const current = new ArrayTour(tour.toOrder())
  let currentLength = length
  const best = new ArrayTour(tour.toOrder())
  let bestLength = length
  let sinceBest = 0
  let rounds = 0

  while (!meter.over) {
    rounds++
    for (let kick = 0; kick < parameters.kicks; kick++) length += perturb(search, parameters.kick, parameters.reach, random)
    length += localSearch(search, parameters.moves)
    meter.add(cities.size * STEPS_PER_CITY_COPIED)

    sinceBest++
    if (length < bestLength) {
      best.copyFrom(tour)
      bestLength = length
      sinceBest = 0
    }
    if (sinceBest >= (parameters.patience ?? Number.POSITIVE_INFINITY)) {
      current.copyFrom(best)
      currentLength = bestLength
      sinceBest = 0
    } else if (accepts(length - currentLength, meter.spent / meter.limit)) {
      current.copyFrom(tour)
      currentLength = length
      continue
    }
    tour.copyFrom(current)
    length = currentLength
  }
  return { order: best.toOrder(), length: bestLength, rounds, steps: meter.spent }
}

/** A round copies the whole tour once or twice; copying a city is this much of a step's work. */
const STEPS_PER_CITY_COPIED = 1 / 8
