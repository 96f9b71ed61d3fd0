import { hasCost } from '../../../contract/has-cost.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../../contract/trial.ts'
import { configurationKey } from '../../space/index.ts'
import type { FeatureSpace } from './feature-space.ts'
import { fillCells } from './fill-cells.ts'
import type { Observation, ObservedCells } from './observations.ts'

interface Cell {
  readonly sums: Float64Array
  trials: number
  successes: number
  /** Of the durations that are known: how many, and the sum of their logarithms. */
  timed: number
  logDurations: number
}

interface Tally<C extends Configuration> {
  readonly configuration: C
  readonly point: Float64Array
  /** Budget → instance → its trials. A cell without a success is a failure. */
  readonly cells: Map<number | null, Map<string | null, Cell>>
}

/**
 * The finished trials, configuration by configuration, where not every one was run under the same conditions:
 *
 * - Only trials at one budget count: the highest at which more configurations succeeded than the model has dimensions (Falkner, Klein and
 *   Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", 2018, section 3.2); until there is one, the lowest.
 * - A configuration that was not run on every instance gets there what its own results and the instance's let expect (`fillCells`).
 */
export class ComparableObservations<C extends Configuration = Configuration> {
  readonly #features: FeatureSpace<C>
  readonly #objectives: number
  readonly #byKey = new Map<string, Tally<C>>()
  readonly #places: ReadonlyMap<string, number> | null
  #version = 0
  #all: { readonly version: number; readonly observations: readonly Observation<C>[] } = { version: -1, observations: [] }

  /** `instances`: those with features, for models that learn from each instance's costs; one objective. */
  constructor(features: FeatureSpace<C>, objectives: number, instances: readonly string[] | null = null) {
    this.#places = instances === null ? null : new Map(instances.map((instance, place) => [instance, place]))
    this.#features = features
    this.#objectives = objectives
  }

  /** Distinct configurations. */
  get length(): number {
    return this.#byKey.size
  }

  /** Goes up with every trial. */
  get version(): number {
    return this.#version
  }

  get all(): readonly Observation<C>[] {
    if (this.#all.version !== this.#version) this.#all = { version: this.#version, observations: this.#compare() }
    return this.#all.observations
  }

  /** The configuration must be legal. */
  told({ configuration, instance = null, budget = null }: TrialInfo, { status, cost, runtimeMs }: TrialValue): void {
    this.#version++
    const cells = this.#cells(configuration as C, budget)
    const cell = cells.get(instance) ?? { sums: new Float64Array(this.#objectives), trials: 0, successes: 0, timed: 0, logDurations: 0 }
    cells.set(instance, cell)
    cell.trials++
    if (runtimeMs > 0) {
      cell.timed++
      cell.logDurations += Math.log(runtimeMs)
    }
    const costs = typeof cost === 'number' ? [cost] : cost
    if (!hasCost(status) || costs.length !== this.#objectives || !costs.every(Number.isFinite)) return
    cell.successes++
    for (const [objective, each] of costs.entries()) cell.sums[objective] = (cell.sums[objective] as number) + each
  }

  #compare(): readonly Observation<C>[] {
    const budget = this.#budget()
    const rows = [...this.#byKey.values()].flatMap(({ configuration, point, cells }) => {
      const there = cells.get(budget)
      return there === undefined ? [] : [{ configuration, point, there }]
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
    return rows.map(({ configuration, point, there }, at) => {
      const total = (of: (cell: Cell) => number): number => [...there.values()].reduce((sum, cell) => sum + of(cell), 0)
      const successes = total((cell) => cell.successes)
      return {
        configuration,
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
    for (const { cells } of this.#byKey.values())
      for (const [budget, instances] of cells)
        if ([...instances.values()].some(({ successes }) => successes > 0)) counts.set(budget, (counts.get(budget) ?? 0) + 1)
    const budgets = [...counts.keys()].sort((a, b) => (b ?? Number.NEGATIVE_INFINITY) - (a ?? Number.NEGATIVE_INFINITY))
    return budgets.find((budget) => (counts.get(budget) ?? 0) > this.#features.dimensions) ?? budgets.at(-1) ?? null
  }

  #cells(configuration: C, budget: number | null): Map<string | null, Cell> {
    const key = configurationKey(configuration)
    const tally = this.#byKey.get(key) ?? { configuration, point: this.#features.encode(configuration), cells: new Map() }
    this.#byKey.set(key, tally)
    const known = tally.cells.get(budget)
    if (known !== undefined) return known
    const cells = new Map<string | null, Cell>()
    tally.cells.set(budget, cells)
    return cells
  }
}

function observedCells(cells: ReadonlyMap<string | null, Cell>, places: ReadonlyMap<string, number>): ObservedCells {
  const known = [...cells].flatMap(([instance, { sums, successes }]) => {
    const place = instance === null ? undefined : places.get(instance)
    return place === undefined ? [] : [{ place, cost: successes === 0 ? Number.POSITIVE_INFINITY : (sums[0] as number) / successes }]
  })
  return { instances: Int32Array.from(known, ({ place }) => place), costs: Float64Array.from(known, ({ cost }) => cost) }
}
