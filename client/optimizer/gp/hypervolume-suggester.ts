import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import { imputedCosts, standardised } from '../model/model-targets.ts'
import type { Observation } from '../model/observations.ts'
import type { Knowledge, Suggester } from '../model/suggester.ts'
import { staircase } from '../multi-objective/staircase.ts'
import type { PendingStrategy } from '../pending/pending-strategy.ts'
import { drawPool } from '../search/draw-pool.ts'
import { searchCandidate } from '../search/search-candidate.ts'
import { GaussianFit } from './gaussian-fit.ts'
import { GaussianHypervolumeImprovement } from './gaussian-hypervolume-improvement.ts'
import type { GaussianProcess } from './gaussian-process.ts'
import type { KernelState } from './kernel-state.ts'

type Point = readonly [number, number]

/** Of one call, so many candidates get a search of their own; the others are the next best of one pool. */
const MOST_SEARCHES = 4
/** How far the reference point lies beyond the worst observation, in shares of the observations' range. */
const REFERENCE_MARGIN = 0.1
const POOL_SHARE = 8

/** Proposes where two Gaussian processes, one an objective, expect the front to grow most, given what is pending. */
export class HypervolumeSuggester<C extends Configuration> implements Suggester<C> {
  readonly #features: FeatureSpace<C>
  readonly #isCategorical: readonly boolean[]
  readonly #strategy: PendingStrategy
  readonly #fits: readonly [GaussianFit, GaussianFit]
  #version = -1
  #processes: readonly [GaussianProcess, GaussianProcess] | null = null
  #known: readonly Point[] = []

  constructor(features: FeatureSpace<C>, strategy: PendingStrategy) {
    this.#features = features
    this.#isCategorical = features.isCategorical
    this.#strategy = strategy
    this.#fits = [new GaussianFit(this.#isCategorical), new GaussianFit(this.#isCategorical)]
  }

  get state(): readonly KernelState[] {
    return this.#fits.map((fit) => fit.state)
  }

  set state(states: readonly KernelState[]) {
    for (const [at, state] of states.entries()) (this.#fits[at] as GaussianFit).state = state
  }

  suggest({ version, observations, pending }: Knowledge, n: number, random: Random): C[] {
    if (this.#processes === null || this.#version !== version) {
      this.#processes = this.#fitted(observations)
      this.#version = version
    }
    const sets = pending.length > 0 || n > 1 ? this.#strategy.sets : 1
    const processes = [this.#processes[0].branch(sets), this.#processes[1].branch(sets)] as const
    const fronts = Array.from({ length: sets }, () => [...this.#known])
    for (const point of pending) this.#append(processes, fronts, point, random)
    const leaders = frontRows(this.#known).map((row) => (observations[row] as Observation).point)
    const reference = referencePoint(this.#known)
    const found: C[] = []
    const acquisition = (): GaussianHypervolumeImprovement =>
      new GaussianHypervolumeImprovement(
        processes,
        this.#isCategorical,
        fronts.map((front) => staircase(front, reference)),
      )
    for (let k = 0; k < Math.min(n, MOST_SEARCHES); k++) {
      const candidate = searchCandidate(this.#features, acquisition(), leaders, random)
      if (candidate === null) return found
      found.push(candidate.configuration)
      if (k + 1 < n) this.#append(processes, fronts, candidate.point, random)
    }
    if (found.length === n) return found
    const last = acquisition()
    const pool = drawPool(this.#features, leaders, POOL_SHARE * n, random)
    const ranked = pool.map((drawn) => ({ ...drawn, value: last.value(drawn.point) })).sort((a, b) => b.value - a.value)
    return [...found, ...ranked.slice(0, n - found.length).map(({ configuration }) => configuration)]
  }

  #fitted(observations: readonly Observation[]): readonly [GaussianProcess, GaussianProcess] {
    const [first, second] = [standardised(imputedCosts(observations, 0)), standardised(imputedCosts(observations, 1))]
    const processes = [this.#fits[0].fit(observations, first), this.#fits[1].fit(observations, second)] as const
    this.#known = observations.map(({ point }, row) => {
      if (!this.#features.hasFidelity) return [first[row] as number, second[row] as number]
      const input = imputeInactive(point, this.#isCategorical)
      return [processes[0].mean(input), processes[1].mean(input)]
    })
    return processes
  }

  /** The point counts as pending from here on. */
  #append(processes: readonly [GaussianProcess, GaussianProcess], fronts: Point[][], point: Float64Array, random: Random): void {
    const input = imputeInactive(point, this.#isCategorical)
    const [first, second] = processes.map((process, objective) => {
      const prediction = { means: new Float64Array(process.sets), variance: 0 }
      process.predict(input, prediction)
      const best = Float64Array.from(fronts, (front) => front.reduce((least, each) => Math.min(least, each[objective] as number), 0))
      const results = this.#strategy.results(prediction, best, random)
      process.append(input, results)
      return results
    })
    for (const [set, front] of fronts.entries()) front.push([first?.[set] as number, second?.[set] as number])
  }
}

/** The rows that no other one dominates. */
function frontRows(points: readonly Point[]): number[] {
  const order = points.map((_, row) => row).sort((a, b) => compare(points[a] as Point, points[b] as Point))
  let lowest = Number.POSITIVE_INFINITY
  return order.filter((row) => {
    const [, y] = points[row] as Point
    if (y >= lowest) return false
    lowest = y
    return true
  })
}

const compare = (a: Point, b: Point): number => a[0] - b[0] || a[1] - b[1]

/**
 * A little beyond the worst of all observations in both objectives, so that the ends of the front count: measured on the benchmark's two
 * objectives, a reference beyond the worst of the front alone ends with a shorter front.
 */
function referencePoint(points: readonly Point[]): Point {
  const limit = (objective: 0 | 1): number => {
    let least = Number.POSITIVE_INFINITY
    let worst = Number.NEGATIVE_INFINITY
    for (const point of points) {
      least = Math.min(least, point[objective])
      worst = Math.max(worst, point[objective])
    }
    return worst + REFERENCE_MARGIN * (worst > least ? worst - least : 1)
  }
  return [limit(0), limit(1)]
}
