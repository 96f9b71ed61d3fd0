import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import { type AcquisitionChoice, acquisitionFunction, priorWeight } from '../acquisition/acquisition-choice.ts'
import type { KernelState } from '../gp/kernel-state.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import { targetsAt } from '../model/model-targets.ts'
import type { Observation } from '../model/observations.ts'
import { oneBudget } from '../model/one-budget.ts'
import type { Knowledge, Suggester } from '../model/suggester.ts'
import type { TargetsOf } from '../model/targets-of.ts'
import type { PendingStrategy } from '../pending/pending-strategy.ts'
import type { Candidate } from '../search/candidate.ts'
import { type DrawnPoint, drawPool } from '../search/draw-pool.ts'
import { oneExchangeAscent } from '../search/one-exchange-ascent.ts'
import type { CostForest } from './cost-forest.ts'
import { fitInstances } from './fit-instances.ts'
import { forestCategories, forestInput } from './forest-input.ts'
import { ForestWeights, type PointWeight } from './forest-weights.ts'
import { RegressionForest } from './regression-forest.ts'

const POOL = 1_000
const CLIMBS = 8
const LEADERS = 10
/** Of one call, so many candidates get a search of their own; the others are the next best of the pool … */
const MOST_SEARCHES = 4
/** … which is ranked anew, given what was taken, so many times. */
const MOST_ROUNDS = 16
/** Rows that the trees are grown from. */
const MOST_ROWS = 4_000
/** The least standard deviation of a prediction, in shares of the costs' own. */
const LEAST_DEVIATION = 1e-4

/** Proposes where a random forest expects the greatest improvement (SMAC's method; Hutter, Hoos and Leyton-Brown, 2011, section 4). */
export class ForestSuggester<C extends Configuration> implements Suggester<C> {
  /** Nothing: a forest is grown from what is known. */
  state: readonly KernelState[] = []
  readonly #features: FeatureSpace<C>
  readonly #targets: TargetsOf
  readonly #categories: Int32Array
  readonly #instances: readonly Float64Array[] | null
  readonly #strategy: PendingStrategy | 'thompson'
  readonly #prediction = { mean: 0, variance: 0 }
  readonly #choice: AcquisitionChoice
  readonly #weightFits: ForestWeights
  #weights: readonly PointWeight[] = []
  readonly #result = { value: 0, ofMean: 0, ofDeviation: 0 }
  #version = -1
  #forest: CostForest | null = null
  #leaders: readonly Float64Array[] = []
  #lowest = 0

  /** `instances`: by instance its features, where costs are learnt over configurations and instances; null: over configurations. */
  constructor(
    features: FeatureSpace<C>,
    targets: TargetsOf,
    strategy: PendingStrategy | 'thompson',
    choice: AcquisitionChoice,
    instances: readonly Float64Array[] | null,
  ) {
    this.#instances = instances
    this.#choice = choice
    this.#features = features
    this.#targets = targets
    this.#categories = forestCategories(features)
    this.#strategy = choice.name === 'thompson' ? 'thompson' : strategy
    this.#weightFits = new ForestWeights(this.#categories, choice.name === 'ei-per-second')
  }

  suggest({ version, observations, pending }: Knowledge, n: number, random: Random): C[] {
    if (this.#forest === null || this.#version !== version || !this.#targets.isFixed) {
      const learnt = oneBudget(observations, this.#features.dimensions)
      this.#forest = this.#fit(learnt, random)
      const own = this.#weightFits.of(learnt, random)
      const believed = priorWeight(this.#choice, learnt.length).map(
        (weight): PointWeight =>
          (_, point) =>
            weight.value(point),
      )
      this.#weights = [...own, ...believed]
      this.#version = version
    }
    const forest = this.#forest.branch()
    const best = new Float64Array(1).fill(this.#lowest)
    for (const point of pending) this.#append(forest, point, best, random)
    const { prior } = this.#choice
    const leaders = prior === null ? this.#leaders : [...this.#leaders, prior.mode]
    let pool: readonly DrawnPoint<C>[] = drawPool(this.#features, leaders, POOL, random)
    const found: C[] = []
    while (found.length < n && pool.length > 0) {
      const value = this.#acquisition(forest, best[0] as number, random)
      const ranked: Candidate<C>[] = pool.map((drawn) => ({ ...drawn, value: value(drawn.point) })).sort((a, b) => b.value - a.value)
      const isSearched = found.length < MOST_SEARCHES
      const chosen = isSearched
        ? [this.#climbed(ranked, value, random)]
        : ranked.slice(0, Math.min(n - found.length, Math.ceil(n / MOST_ROUNDS)))
      const taken = new Set(chosen.map(({ configuration }) => configuration))
      pool = pool.filter(({ configuration }) => !taken.has(configuration))
      for (const { configuration, point } of chosen) {
        found.push(configuration)
        this.#append(forest, point, best, random)
      }
    }
    return found
  }

  #climbed(ranked: readonly Candidate<C>[], value: (point: Float64Array) => number, random: Random): Candidate<C> {
    let best = ranked[0] as Candidate<C>
    for (const start of ranked.slice(0, CLIMBS)) {
      const end = oneExchangeAscent(this.#features, value, start, random)
      if (end.value > best.value) best = end
    }
    return best
  }

  #fit(observations: readonly Observation[], random: Random): CostForest {
    const learnt = this.#instances === null ? null : fitInstances(observations, this.#instances, this.#categories, MOST_ROWS, random)
    if (learnt !== null) {
      this.#lead(observations, learnt.means)
      return learnt.forest
    }
    const costs = this.#targets.of(observations, random)
    const targets = targetsAt(costs, this.#targets.powerFor(costs)).values
    const rows = observations.map((_, row) => row)
    const chosen = rows.length > MOST_ROWS ? random.shuffle(rows).slice(0, MOST_ROWS) : rows
    const point = (row: number): Float64Array => (observations[row] as Observation).point
    const forest = RegressionForest.fit(
      chosen.map((row) => forestInput(point(row), this.#categories)),
      Float64Array.from(chosen, (row) => targets[row] as number),
      this.#categories,
      random,
    )
    this.#lead(observations, targets)
    return forest
  }

  /** `costs`: by observation. */
  #lead(observations: readonly Observation[], costs: Float64Array): void {
    const ranked = observations.map((_, row) => row).sort((a, b) => (costs[a] as number) - (costs[b] as number) || a - b)
    this.#leaders = ranked.slice(0, LEADERS).map((row) => (observations[row] as Observation).point)
    this.#lowest = costs[ranked[0] as number] as number
  }

  /** Thompson sampling takes one tree for the truth (a bootstrap draw of it; Osband et al., "Deep Exploration via Bootstrapped DQN", 2016). */
  #acquisition(forest: CostForest, best: number, random: Random): (point: Float64Array) => number {
    if (this.#strategy === 'thompson') {
      const tree = random.integer(forest.size)
      return (point) => {
        const input = forestInput(point, this.#categories)
        return this.#weighted(-forest.predictBy(tree, input), input, point)
      }
    }
    const evaluated = acquisitionFunction(this.#choice.name, this.#weights.length > 0)
    return (point) => {
      const input = forestInput(point, this.#categories)
      forest.predict(input, this.#prediction)
      const deviation = Math.max(LEAST_DEVIATION, Math.sqrt(this.#prediction.variance))
      evaluated.evaluate(this.#prediction.mean, deviation, best, this.#result)
      return this.#weighted(this.#result.value, input, point)
    }
  }

  #weighted(value: number, input: Float64Array, point: Float64Array): number {
    return this.#weights.reduce((sum, weight) => sum + weight(input, point), value)
  }

  #append(forest: CostForest, point: Float64Array, best: Float64Array, random: Random): void {
    if (this.#strategy === 'thompson') return
    const input = forestInput(point, this.#categories)
    forest.predict(input, this.#prediction)
    const { mean, variance } = this.#prediction
    const [result = mean] = this.#strategy.results({ means: Float64Array.of(mean), variance }, best, random)
    forest.believe(input, mean, result)
    best[0] = Math.min(best[0] as number, result)
  }
}
