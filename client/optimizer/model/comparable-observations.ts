import { fillCells } from './fill-cells.ts'
import type { Observation, ObservationTable, ObservedCells } from './observations.ts'
import { pointsOf, type TrialRows, trialsOf } from './trial-rows.ts'

interface Cell {
  readonly sums: Float64Array
  trials: number
  successes: number
  /** Of the durations that are known: how many, and the sum of their logarithms. */
  timed: number
  logDurations: number
}

interface Tally {
  readonly point: Float64Array
  /** Budget → instance → its trials. A cell without a success is a failure. */
  readonly cells: Map<number | null, Map<number, Cell>>
}

/**
 * The finished trials, configuration by configuration, where not every one was run under the same conditions:
 *
 * - Only trials at one budget count: the highest at which more configurations succeeded than the model has dimensions (Falkner, Klein and
 *   Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", 2018, section 3.2); until there is one, the lowest.
 * - A configuration that was not run on every instance gets there what its own results and the instance's let expect (`fillCells`).
 */
export class ComparableObservations implements ObservationTable {
  readonly #dimensions: number
  readonly #objectives: number
  readonly #places: number | null
  readonly #tallies: Tally[] = []
  #all: readonly Observation[] | null = null

  /** `places`: the first so many instances have features, for models that learn from each instance's costs; one objective. */
  constructor(dimensions: number, objectives: number, places: number | null = null) {
    this.#dimensions = dimensions
    this.#objectives = objectives
    this.#places = places
  }

  get all(): readonly Observation[] {
    this.#all ??= this.#compare()
    return this.#all
  }

  learn(rows: TrialRows): void {
    this.#all = null
    for (const point of pointsOf(rows, this.#dimensions)) this.#tallies.push({ point, cells: new Map() })
    for (const { configuration, instance, budget, costs, logDuration } of trialsOf(rows, this.#objectives)) {
      const cells = cellsAt(this.#tallies[configuration] as Tally, budget)
      const cell = cells.get(instance) ?? { sums: new Float64Array(this.#objectives), trials: 0, successes: 0, timed: 0, logDurations: 0 }
      cells.set(instance, cell)
      cell.trials++
      if (!Number.isNaN(logDuration)) {
        cell.timed++
        cell.logDurations += logDuration
      }
      if (costs === null) continue
      cell.successes++
      for (const [objective, each] of costs.entries()) cell.sums[objective] = (cell.sums[objective] as number) + each
    }
  }

  #compare(): readonly Observation[] {
    const budget = this.#budget()
    const rows = this.#tallies.flatMap(({ point, cells }) => {
      const there = cells.get(budget)
      return there === undefined ? [] : [{ point, there }]
    })
    const instances = [...new Set(rows.flatMap(({ there }) => [...there.keys()]))]
    const costs = rows.map(() => new Float64Array(this.#objectives))
    for (let objective = 0; objective < this.#objectives; objective++) {
      const filled = fillCells(
        rows.map(({ there }) =>
          instances.map((instance) => {
            const cell = there.get(instance)
            if (cell === undefined) return null
            return cell.successes === 0 ? Number.POSITIVE_INFINITY : (cell.sums[objective] as number) / cell.successes
          }),
        ),
      )
      for (const [at, mean] of filled.entries()) (costs[at] as Float64Array)[objective] = mean
    }
    return rows.map(({ point, there }, at) => {
      const total = (of: (cell: Cell) => number): number => [...there.values()].reduce((sum, cell) => sum + of(cell), 0)
      const successes = total((cell) => cell.successes)
      return {
        point,
        costs: successes > 0 ? (costs[at] as Float64Array) : null,
        successShare: successes / total(({ trials }) => trials),
        logDuration: total(({ logDurations }) => logDurations) / total(({ timed }) => timed),
        ...(this.#places === null ? {} : { cells: observedCells(there, this.#places) }),
      }
    })
  }

  #budget(): number | null {
    const counts = new Map<number | null, number>()
    for (const { cells } of this.#tallies)
      for (const [budget, instances] of cells)
        if ([...instances.values()].some(({ successes }) => successes > 0)) counts.set(budget, (counts.get(budget) ?? 0) + 1)
    const budgets = [...counts.keys()].sort((a, b) => (b ?? Number.NEGATIVE_INFINITY) - (a ?? Number.NEGATIVE_INFINITY))
    return budgets.find((budget) => (counts.get(budget) ?? 0) > this.#dimensions) ?? budgets.at(-1) ?? null
  }
}

function cellsAt({ cells }: Tally, budget: number | null): Map<number, Cell> {
  const known = cells.get(budget)
  if (known !== undefined) return known
  const made = new Map<number, Cell>()
  cells.set(budget, made)
  return made
}

function observedCells(cells: ReadonlyMap<number, Cell>, places: number): ObservedCells {
  const known = [...cells].flatMap(([place, { sums, successes }]) =>
    place < places ? [{ place, cost: successes === 0 ? Number.POSITIVE_INFINITY : (sums[0] as number) / successes }] : [],
  )
  return { instances: Int32Array.from(known, ({ place }) => place), costs: Float64Array.from(known, ({ cost }) => cost) }
}
