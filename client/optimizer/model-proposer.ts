import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { type ConfigurationSpace, configurationKey, type Random } from '../space/index.ts'
import { chooseSuggester, type ModelChoice } from './choose-suggester.ts'
import { DistinctConfigurations } from './distinct-configurations.ts'
import { ComparableObservations } from './model/comparable-observations.ts'
import { FeatureSpace } from './model/feature-space.ts'
import { Observations } from './model/observations.ts'
import type { Suggester } from './model/suggester.ts'
import type { Scalarization } from './multi-objective/scalarization.ts'
import type { PendingStrategy } from './pending/pending-strategy.ts'
import type { Proposer } from './proposer.ts'
import { sobolDraws } from './sobol-draws.ts'

export interface ModelProposerOptions {
  /** Proposed before anything else. Default: the default configuration. */
  readonly initial?: readonly Configuration[]
  /** How many costs a trial has. Default: 1. */
  readonly objectives?: number
  /** Trials of the whole run: a quarter of them at most goes to the initial design. Default: Infinity. */
  readonly trials?: number
  /** True when configurations are not all run on the same instances or at the same budget. Default: false. */
  readonly mixedConditions?: boolean
  /** Default: `auto`, which chooses by the space. */
  readonly model?: ModelChoice
  /** How pending trials count in the model. */
  readonly pending?: PendingStrategy | 'thompson'
  /** Makes one cost of several objectives. Default: none; the hypervolume of two is improved, and ParEGO is for more. */
  readonly scalarization?: Scalarization
}

/** Configurations of the initial design, `initial` included; a quarter of the trials at most. */
const DESIGN_SIZE = 10
/** A model of less says nothing. */
const LEAST_OBSERVATIONS = 2

/**
 * Bayesian optimization (Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive Black-Box Functions", 1998; for algorithm
 * configuration: Hutter, Hoos and Leyton-Brown, "Sequential Model-Based Optimization for General Algorithm Configuration", 2011): scrambled
 * Sobol points first, then the configurations that a model of the costs holds for most promising, given those that are pending.
 * What it proposes depends on the seed and on the order of calls alone.
 */
export class ModelProposer<C extends Configuration = Configuration> implements Proposer {
  /** What a person reads: how the model was chosen. */
  readonly description: string
  readonly #space: ConfigurationSpace<C>
  readonly #features: FeatureSpace<C>
  readonly #initial: C[]
  readonly #source: DistinctConfigurations<C>
  readonly #observations: Observations<C> | ComparableObservations<C>
  readonly #pending = new Map<string, Float64Array>()
  readonly #suggester: Suggester<C>
  readonly #random: Random
  readonly #designSize: number
  #proposed = 0
  #exhausted = false

  /** @throws SpaceError when an initial configuration is not legal */
  constructor(space: ConfigurationSpace<C>, random: Random, options: ModelProposerOptions = {}) {
    const { initial, objectives = 1, trials = Number.POSITIVE_INFINITY, mixedConditions = false } = options
    this.#space = space
    this.#features = new FeatureSpace(space)
    this.#initial = (initial ?? [space.defaultConfiguration()]).map((configuration) => space.check(configuration))
    this.#random = random.split('model')
    const own = random.split('design')
    this.#source = new DistinctConfigurations(space, own, sobolDraws(space, own) ?? (() => space.sample(own, 1)[0] ?? null))
    this.#observations = mixedConditions
      ? new ComparableObservations(this.#features, objectives)
      : new Observations(this.#features, objectives)
    const { model = 'auto', scalarization = null, pending = null } = options
    const chosen = chooseSuggester(this.#features, { model, objectives, scalarization, pending })
    this.#suggester = chosen.suggester
    this.#designSize = Math.max(1, Math.min(DESIGN_SIZE, Math.floor(trials / 4)))
    this.description = chosen.description
  }

  get exhausted(): boolean {
    return this.#exhausted
  }

  propose(n: number): readonly C[] {
    const proposed: C[] = []
    const give = (configuration: C): void => {
      this.#pending.set(configurationKey(configuration), this.#features.encode(configuration))
      this.#proposed++
      proposed.push(configuration)
    }
    for (let first = this.#initial.shift(); first !== undefined; first = this.#initial.shift()) {
      if (this.#source.exclude(first)) give(first)
      if (proposed.length === n) return proposed
    }
    while (proposed.length < n && !this.#isModelReady()) {
      const next = this.#source.next()
      if (next === null) return this.#end(proposed)
      give(next)
    }
    if (proposed.length < n) {
      const knowledge = { version: this.#observations.version, observations: this.#observations.all, pending: [...this.#pending.values()] }
      for (const suggested of this.#suggester.suggest(knowledge, n - proposed.length, this.#random))
        if (this.#source.exclude(suggested)) give(suggested)
    }
    while (proposed.length < n) {
      const next = this.#source.next()
      if (next === null) return this.#end(proposed)
      give(next)
    }
    return proposed
  }

  /** @throws SpaceError when the configuration is not legal */
  told(info: TrialInfo, value: TrialValue): void {
    const configuration = this.#space.check(info.configuration)
    this.#source.exclude(configuration)
    this.#pending.delete(configurationKey(configuration))
    this.#observations.told(info, value)
  }

  #isModelReady(): boolean {
    return (
      this.#features.dimensions > 0 &&
      this.#observations.length >= LEAST_OBSERVATIONS &&
      Math.max(this.#proposed, this.#observations.length) >= this.#designSize
    )
  }

  #end(proposed: readonly C[]): readonly C[] {
    this.#exhausted = true
    return proposed
  }
}
