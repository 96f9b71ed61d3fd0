import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { FeatureSpace } from '../model/feature-space.ts'
import { imputeInactive } from '../model/impute-inactive.ts'
import { modelTargets } from '../model/model-targets.ts'
import type { Observation } from '../model/observations.ts'
import type { Knowledge, Suggester } from '../model/suggester.ts'
import { searchCandidate } from '../search/search-candidate.ts'
import { fitGaussianProcess } from './fit-gaussian-process.ts'
import { GaussianLogImprovement } from './gaussian-log-improvement.ts'
import type { GaussianProcess } from './gaussian-process.ts'
import type { KernelParameters } from './kernel-parameters.ts'

/** Draws of the pending trials' results. */
const FANTASIES = 8

/** Proposes where a Gaussian process expects the greatest improvement, given what is pending. */
export class GaussianSuggester<C extends Configuration> implements Suggester<C> {
  readonly #features: FeatureSpace<C>
  readonly #objectives: number
  readonly #isCategorical: readonly boolean[]
  #parameters: KernelParameters | null = null
  #version = -1
  #process: GaussianProcess | null = null

  constructor(features: FeatureSpace<C>, objectives: number) {
    this.#objectives = objectives
    this.#features = features
    this.#isCategorical = features.features.map(({ isCategorical }) => isCategorical)
  }

  suggest({ version, observations, pending }: Knowledge<C>, n: number, random: Random): C[] {
    const known = this.#fitted(version, observations)
    const prediction = { means: new Float64Array(1), variance: 0 }
    const means = known.points.map((point) => {
      known.predict(point, prediction)
      return prediction.means[0] as number
    })
    const sets = pending.length > 0 || n > 1 ? FANTASIES : 1
    const process = known.branch(sets)
    const best = new Float64Array(sets).fill(Math.min(...means))
    for (const point of pending) this.#fantasize(process, point, best, random)
    const order = means.map((_, at) => at).sort((a, b) => (means[a] as number) - (means[b] as number))
    const leaders = order.slice(0, 5).map((at) => (observations[at] as Observation<C>).point)
    const found: C[] = []
    for (let k = 0; k < n; k++) {
      const acquisition = new GaussianLogImprovement(process, this.#isCategorical, best)
      const candidate = searchCandidate(this.#features, acquisition, leaders, random)
      if (candidate === null) break
      found.push(candidate.configuration)
      if (k + 1 < n) this.#fantasize(process, candidate.point, best, random)
    }
    return found
  }

  #fitted(version: number, observations: readonly Observation<C>[]): GaussianProcess {
    if (this.#process !== null && this.#version === version) return this.#process
    const points = observations.map(({ point }) => imputeInactive(point, this.#isCategorical))
    this.#process = fitGaussianProcess(points, modelTargets(observations, this.#objectives), this.#isCategorical, this.#parameters)
    this.#parameters = this.#process.parameters
    this.#version = version
    return this.#process
  }

  /** Appends a pending point with a result drawn from the posterior, another one in every set. */
  #fantasize(process: GaussianProcess, point: Float64Array, best: Float64Array, random: Random): void {
    const input = imputeInactive(point, this.#isCategorical)
    const prediction = { means: new Float64Array(process.sets), variance: 0 }
    process.predict(input, prediction)
    const deviation = Math.sqrt(prediction.variance)
    const drawn = prediction.means.map((mean) => mean + (process.sets === 1 ? 0 : deviation * random.normal()))
    process.append(input, drawn)
    for (let set = 0; set < drawn.length; set++) best[set] = Math.min(best[set] as number, drawn[set] as number)
  }
}
