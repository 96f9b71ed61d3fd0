import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { Acquisition } from '../acquisition/acquisition.ts'
import { type AcquisitionChoice, acquisitionFunction, priorWeight } from '../acquisition/acquisition-choice.ts'
import type { AcquisitionFunction } from '../acquisition/acquisition-function.ts'
import { WeightedAcquisition } from '../acquisition/weighted-acquisition.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import type { Knowledge, Suggester } from '../model/suggester.ts'
import type { TargetsOf } from '../model/targets-of.ts'
import type { PendingStrategy } from '../pending/pending-strategy.ts'
import { drawPool } from '../search/draw-pool.ts'
import { searchCandidate } from '../search/search-candidate.ts'
import { GaussianAcquisition } from './gaussian-acquisition.ts'
import { GaussianFit } from './gaussian-fit.ts'
import { GaussianPool } from './gaussian-pool.ts'
import type { GaussianProcess } from './gaussian-process.ts'
import { GaussianWeights } from './gaussian-weights.ts'
import type { KernelState } from './kernel-state.ts'
import { thompsonCandidate } from './thompson-candidate.ts'

/** Of one call, so many candidates get a search of their own; more are taken from one pool. */
const MOST_SEARCHES = 4
/** Points of that pool, for each candidate taken from it; and at least. */
const POOL_SHARE = 2
const LEAST_POOL = 256
/** With fewer configurations that succeeded, the failed ones are learnt with the worst cost. */
const LEAST_EVALUATED = 2
/** Points that a search begins near. */
const LEADERS = 5

/** Proposes where an acquisition under a Gaussian process is highest, given what is pending. */
export class GaussianSuggester<C extends Configuration> implements Suggester<C> {
  readonly #features: FeatureSpace<C>
  readonly #targets: TargetsOf
  readonly #choice: AcquisitionChoice
  readonly #isCategorical: readonly boolean[]
  readonly #strategy: PendingStrategy
  readonly #fit: GaussianFit
  readonly #weightFits: GaussianWeights
  #weights: readonly Acquisition[] = []
  #version = -1
  #process: GaussianProcess | null = null

  constructor(features: FeatureSpace<C>, targets: TargetsOf, strategy: PendingStrategy, choice: AcquisitionChoice) {
    this.#choice = choice
    this.#features = features
    this.#targets = targets
    this.#isCategorical = features.isCategorical
    this.#strategy = strategy
    this.#fit = new GaussianFit(this.#isCategorical, targets.powers, targets.choosesScale)
    this.#weightFits = new GaussianWeights(this.#isCategorical, choice.name === 'ei-per-second')
  }

  get state(): readonly KernelState[] {
    return this.#fits.map((fit) => fit.state)
  }

  set state(states: readonly KernelState[]) {
    for (const [at, state] of states.entries()) (this.#fits[at] as GaussianFit).state = state
  }

  get #fits(): readonly GaussianFit[] {
    return [this.#fit, ...this.#weightFits.fits]
  }

  suggest({ version, observations, pending }: Knowledge, n: number, random: Random): C[] {
    if (this.#process === null || this.#version !== version || !this.#targets.isFixed) {
      // Where trials failed is learnt by a process of its own; made-up costs would bend this one at the border, where the best ones often are.
      const evaluated = observations.filter(({ costs }) => costs !== null)
      const learnt = evaluated.length < LEAST_EVALUATED ? observations : evaluated
      this.#process = this.#fit.fit(learnt, this.#targets.of(learnt, random))
      this.#weights = [...this.#weightFits.of(observations), ...priorWeight(this.#choice, observations.length)]
      this.#version = version
    }
    const { lowest, leaders } = this.#leaders(this.#process)
    if (this.#choice.prior !== null) leaders.push(this.#choice.prior.mode)
    const sets = pending.length > 0 || n > 1 ? this.#strategy.sets : 1
    const process = this.#process.branch(sets)
    const best = new Float64Array(sets).fill(lowest)
    for (const point of pending) this.#append(process, point, best, random)
    const found: C[] = []
    const searches = n > MOST_SEARCHES && this.#choice.name !== 'thompson' ? 1 : n
    for (let k = 0; k < searches; k++) {
      const candidate =
        this.#choice.name === 'thompson'
          ? thompsonCandidate(this.#features, process, this.#weights, leaders, random)
          : searchCandidate(this.#features, this.#weighted(process, best), leaders, random)
      if (candidate === null) return found
      found.push(candidate.configuration)
      if (k + 1 < n) this.#append(process, candidate.point, best, random)
    }
    if (n > searches) found.push(...this.#fromPool(process, best, leaders, n - searches, random))
    return found
  }

  #function(): AcquisitionFunction {
    return acquisitionFunction(this.#choice.name, this.#weights.length > 0)
  }

  #weighted(process: GaussianProcess, best: Float64Array): Acquisition {
    const own = new GaussianAcquisition(process, this.#isCategorical, best, this.#function())
    return this.#weights.length === 0 ? own : new WeightedAcquisition(own, ...this.#weights)
  }

  #fromPool(process: GaussianProcess, best: Float64Array, leaders: readonly Float64Array[], n: number, random: Random): C[] {
    const drawn = drawPool(this.#features, leaders, Math.max(LEAST_POOL, POOL_SHARE * n), random)
    const inputs = drawn.map(({ point }) => imputeInactive(point, this.#isCategorical))
    const bonus = (point: Float64Array): number => this.#weights.reduce((sum, weight) => sum + weight.value(point), 0)
    const bonuses = drawn.map(({ point }) => bonus(point))
    const pool = new GaussianPool(process, inputs, best, n, { function: this.#function(), bonuses })
    const taken: C[] = []
    while (taken.length < n) {
      const place = pool.highest()
      if (place === null) break
      const results = this.#strategy.results(pool.prediction(place), best, random)
      pool.take(place, results)
      lower(best, results)
      taken.push((drawn[place] as (typeof drawn)[number]).configuration)
    }
    return taken
  }

  /** The points with the lowest predicted costs, at the greatest budget where there are some, and the lowest. */
  #leaders(process: GaussianProcess): { readonly lowest: number; readonly leaders: Float64Array[] } {
    const { dimensions } = this.#features
    const ranked = process.points.map((input) => {
      const point = input.subarray(0, dimensions)
      return { point, mean: process.mean(imputeInactive(point, this.#isCategorical)) }
    })
    ranked.sort((a, b) => a.mean - b.mean)
    // A configuration that was run at several budgets is there several times.
    const distinct = ranked.filter(({ mean }, at) => mean !== ranked[at - 1]?.mean)
    return { lowest: ranked[0]?.mean ?? 0, leaders: distinct.slice(0, LEADERS).map(({ point }) => point) }
  }

  /** The point counts as pending from here on. */
  #append(process: GaussianProcess, point: Float64Array, best: Float64Array, random: Random): void {
    const input = imputeInactive(point, this.#isCategorical)
    const prediction = { means: new Float64Array(process.sets), variance: 0 }
    process.predict(input, prediction)
    const results = this.#strategy.results(prediction, best, random)
    process.append(input, results)
    lower(best, results)
  }
}

function lower(best: Float64Array, results: Float64Array): void {
  for (let set = 0; set < best.length; set++) best[set] = Math.min(best[set] as number, results[set] as number)
}
