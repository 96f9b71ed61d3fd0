import { fillCells } from './fill-cells.ts'
import type { Observation, ObservationTable, ObservedCells } from './observations.ts'
import { pointsOf, type TrialRows, trialsOf } from './trial-rows.ts'

interface Cell {
  /** One an objective. */
  readonly sums: number[]
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

export interface BudgetSpan {
  readonly min: number
  readonly max: number
}

/**
 * How far apart the least and the greatest budget are for models, where 1 is a parameter's whole range: little enough that costs there are held for
 * related (0.88 is their correlation under a Gaussian process of length scale 1) until results say otherwise.
 */
const FIDELITY_RANGE = 0.4

interface ComparableOptions {
  /** The first so many instances have features, for models that learn from each instance's costs; one objective. */
  readonly places?: number | null
  /** Where trials are run at budgets between two. */
  readonly budgets?: BudgetSpan | null
}

/**
 * The finished trials, configuration by configuration, where not every one was run under the same conditions:
 *
 * - At each budget a configuration is another observation, with its fidelity: the budget's logarithm, 1 for the greatest. Models learn how much the costs at
 *   one budget tell of those at another (Kandasamy, Dasarathy, Schneider and Póczos, "Multi-fidelity Bayesian Optimisation with Continuous
 *   Approximations", 2017, section 2; Klein, Falkner, Bartels, Hennig and Hutter, "Fast Bayesian Optimization of Machine Learning Hyperparameters on
 *   Large Datasets", 2017, section 3). Without a span of budgets, only the greatest budget counts that there is.
 * - A configuration that was not run on every instance gets there what its own results and the instance's let expect (`fillCells`).
 */
export class ComparableObservations implements ObservationTable {
  readonly #dimensions: number
  readonly #objectives: number
  readonly #places: number | null
  readonly #budgets: BudgetSpan | null
  readonly #tallies: Tally[] = []
  #all: readonly Observation[] | null = null

  constructor(dimensions: number, objectives: number, { places = null, budgets = null }: ComparableOptions = {}) {
    this.#dimensions = dimensions
    this.#objectives = objectives
    this.#places = places
    this.#budgets = budgets
  }

  get all(): readonly Observation[] {
    this.#all ??= this.#told().flatMap((budget) => this.#compare(budget))
    return this.#all
  }

  learn(rows: TrialRows): void {
    this.#all = null
    for (const point of pointsOf(rows.points, this.#dimensions)) this.#tallies.push({ point, cells: new Map() })
    for (const { configuration, instance, budget, costs, logDuration } of trialsOf(rows, this.#objectives)) {
      const cells = cellsAt(this.#tallies[configuration] as Tally, budget)
      const cell = cells.get(instance) ?? {
        sums: new Array<number>(this.#objectives).fill(0),
        trials: 0,
        successes: 0,
        timed: 0,
        logDurations: 0,
      }
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

  #compare(budget: number | null): readonly Observation[] {
    const fidelity = this.#fidelity(budget)
    const rows = this.#tallies.flatMap(({ point, cells }) => {
      const there = cells.get(budget)
      return there === undefined ? [] : [{ point, there }]
    })
    const instances = [...new Set(rows.flatMap(({ there }) => [...there.keys()]))]
    const all = new Float64Array(rows.length * this.#objectives)
    const costs = rows.map((_, at) => all.subarray(at * this.#objectives, (at + 1) * this.#objectives))
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
        ...(fidelity === null ? {} : { fidelity }),
        ...(this.#places === null ? {} : { cells: observedCells(there, this.#places) }),
      }
    })
  }

  /** The budgets that count; null stands for none. */
  #told(): readonly (number | null)[] {
    const told = new Set(this.#tallies.flatMap(({ cells }) => [...cells.keys()]))
    const rising = [...told].sort((a, b) => (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY))
    return this.#budgets === null ? rising.slice(-1) : rising
  }

  /** Null without a span of budgets. A trial without a budget was not cut short. */
  #fidelity(budget: number | null): number | null {
    if (this.#budgets === null) return null
    const { min, max } = this.#budgets
    return budget === null ? 1 : 1 - (FIDELITY_RANGE * Math.log(max / budget)) / Math.log(max / min)
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
