import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { type ConfigurationSpace, packSpace, type Random } from '../space/index.ts'
import type { AcquisitionName } from './acquisition/acquisition-function.ts'
import { checkPriors, type OptimumPriors } from './acquisition/optimum-priors.ts'
import { NEVER_WAIT_FROM, ReadySuggestions } from './background/ready-suggestions.ts'
import { ReplayPort } from './background/replay-port.ts'
import { SuggestionMaker } from './background/suggestion-maker.ts'
import type { SuggestionPort } from './background/suggestion-port.ts'
import type { SuggesterOrder, SuggestionRequest } from './background/suggestion-request.ts'
import { ThreadPort } from './background/thread-port.ts'
import type { ModelChoice, SuggesterOptions } from './choose-suggester.ts'
import { DistinctConfigurations } from './distinct-configurations.ts'
import type { KernelState } from './gp/kernel-state.ts'
import { modelFeatures } from './instances/model-features.ts'
import type { BudgetSpan } from './model/comparable-observations.ts'
import { FeatureSpace } from './model/feature-space.ts'
import { ToldTrials } from './model/told-trials.ts'
import type { TrialRows } from './model/trial-rows.ts'
import type { MultiObjectiveChoice } from './multi-objective/multi-objective-choice.ts'
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
  /** The least and the greatest budget, for a model that learns over configurations and budgets; with `mixedConditions`. Default: none. */
  readonly budgets?: BudgetSpan | null
  /** Default: `auto`, which chooses by the space. */
  readonly model?: ModelChoice | undefined
  /** What is highest at the next configuration: of one cost, or of several made one. Default: `log-ei`. */
  readonly acquisition?: AcquisitionName | undefined
  /** Where the optimum is believed to be. Default: nothing is. */
  readonly priors?: OptimumPriors | undefined
  /** Observations after which the belief counts as it is; it fades from then on. Default: a tenth of the trials; 10 when they have no limit. */
  readonly priorStrength?: number | undefined
  /** Share of the proposals after the design that are random. Default: 0; SMAC's is 0.08447. */
  readonly randomShare?: number | undefined
  /** How pending trials count in the model. */
  readonly pending?: PendingStrategy | 'thompson'
  /** What several objectives are optimized for. Default: the hypervolume of two, ParEGO for more. */
  readonly multiObjective?: MultiObjectiveChoice
  /** Instance → its features, to learn costs over configurations and instances; for one objective and `mixedConditions`. Default: none. */
  readonly instanceFeatures?: Readonly<Record<string, readonly number[]>> | null
}

/** Configurations of the initial design, `initial` included; a quarter of the trials at most. */
const DESIGN_SIZE = 10
/** Observations after which a belief of the optimum counts as it is, when the run has no limit of trials. */
const PRIOR_STRENGTH = 10
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
  readonly #told: ToldTrials
  /** By the number of their configuration: features of what was proposed and has no result. */
  readonly #pending = new Map<number, Float64Array>()
  readonly #options: SuggesterOptions
  readonly #inPlace: SuggestionMaker<C>
  readonly #newsInPlace: () => TrialRows
  readonly #random: Random
  readonly #designSize: number
  readonly #order: Omit<SuggesterOrder, 'state'> | null
  #background: ReadySuggestions | null = null
  #replay: { readonly port: ReplayPort; readonly maker: SuggestionMaker<C> } | null = null
  /** Of the thread whose work a session goes on with. */
  #state: readonly KernelState[] | null = null
  readonly #deliveries: number[] = []
  #inFlight = 0
  #calls = 0
  #requests = 0
  #proposed = 0
  #exhausted = false

  /** @throws SpaceError when an initial configuration is not legal */
  constructor(space: ConfigurationSpace<C>, random: Random, options: ModelProposerOptions = {}) {
    const { initial, objectives = 1, trials = Number.POSITIVE_INFINITY, mixedConditions = false, budgets = null } = options
    this.#space = space
    this.#features = new FeatureSpace(space, budgets !== null)
    this.#initial = (initial ?? [space.defaultConfiguration()]).map((configuration) => space.check(configuration))
    this.#random = random.split('model')
    const own = random.split('design')
    this.#source = new DistinctConfigurations(space, own, sobolDraws(space, own) ?? (() => space.sample(own, 1)[0] ?? null))
    const instanceFeatures = mixedConditions && objectives === 1 ? (options.instanceFeatures ?? {}) : {}
    const instances = modelFeatures(Object.values(instanceFeatures))
    this.#told = new ToldTrials(objectives, instances === null ? [] : Object.keys(instanceFeatures))
    const { model = 'auto', acquisition = 'log-ei', pending = null, priors = {}, randomShare = 0 } = options
    const { multiObjective = { kind: objectives === 2 ? 'hypervolume' : 'parego' } } = options
    checkPriors(space, priors)
    const priorStrength = options.priorStrength ?? (trials === Number.POSITIVE_INFINITY ? PRIOR_STRENGTH : trials / 10)
    const learning = { model, objectives, mixedConditions, budgets, randomShare, pending, instances }
    this.#options = { ...learning, acquisition, multiObjective, priors, priorStrength }
    this.#inPlace = new SuggestionMaker(this.#features, this.#options)
    this.#newsInPlace = this.#told.reader()
    // A strategy of the user's own is code, which is not sent to another thread.
    this.#order = pending === null ? { options: this.#options, space: packSpace(space) } : null
    this.#designSize = Math.max(1, Math.min(DESIGN_SIZE, Math.floor(trials / 4)))
    this.description = this.#inPlace.description
  }

  get exhausted(): boolean {
    return this.#exhausted
  }

  /**
   * Numbers of the calls (of `propose` and `told`, from 1) at which suggestions made in the background came in, negative where the thread had gone
   * and none came any more: all that a replay needs.
   */
  get deliveries(): readonly number[] {
    return this.#deliveries
  }

  /**
   * From now on suggestions are made in a thread of their own. `propose` then gives fewer than asked for while none are ready; `onReady` is
   * called when it should be asked again.
   */
  startBackground(onReady: () => void): void {
    if (this.#background !== null || this.#order === null) return
    this.#useBackground(new ThreadPort({ ...this.#order, state: this.#state }), onReady)
  }

  /** Suggestions are made in place again. */
  stopBackground(): void {
    this.#background?.close()
    this.#background = null
    this.#replay = null
    this.#state = null
  }

  /** What was replayed ended in the midst of it: who makes suggestions in the background next goes on as that one would have. */
  interruptBackground(): void {
    const replay = this.#replay
    // What it was asked for is asked for again, with the same draws.
    if (replay?.port.isAsked === true) this.#requests--
    const state = replay?.maker.state ?? this.#state
    this.stopBackground()
    this.#state = state
  }

  /** Repeats a run in the background in place: the same calls, in the same order, give the same proposals. */
  replay(deliveries: readonly number[]): void {
    // As the thread's own was: what one has learnt decides when it learns anew.
    const maker = new SuggestionMaker(this.#features, this.#options, this.#state)
    const port = new ReplayPort(deliveries, (request) => maker.answer(request))
    this.#useBackground(port, () => {})
    this.#replay = { port, maker }
  }

  /** So many trials are on their way: where configurations are run more than once, these are more than the pending ones that a model sees. */
  expect(inFlight: number): void {
    this.#inFlight = inFlight
  }

  propose(n: number): readonly C[] {
    this.#calls++
    this.#replay?.port.advance(this.#calls)
    const proposed: C[] = []
    const give = (configuration: C): void => {
      this.#pending.set(this.#source.numberOf(configuration), this.#features.encode(configuration))
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
    if (this.#background !== null && !this.#background.isOver) {
      if (!this.#proposeReady(this.#background, n - proposed.length, give)) return proposed
    } else if (proposed.length < n) {
      for (const suggested of this.#inPlace.answer(this.#request(n - proposed.length, this.#newsInPlace())))
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
    this.#calls++
    this.#replay?.port.advance(this.#calls)
    const configuration = this.#space.check(info.configuration)
    const number = this.#source.numberOf(configuration)
    const point = this.#pending.get(number) ?? this.#features.encode(configuration)
    this.#pending.delete(number)
    this.#told.add(number, point, info, value)
    if (this.#isModelReady()) this.#background?.prepare(this.#busy())
  }

  /** Gives what is ready. False: the rest is to be waited for; true: it is to be drawn. */
  #proposeReady(background: ReadySuggestions, n: number, give: (configuration: C) => void): boolean {
    let missing = n
    while (missing > 0) {
      const next = background.take(this.#told.length, this.#busy())
      if (next === null) break
      // The thread's space is this one, packed and unpacked.
      const suggested = Object.freeze(next) as C
      missing--
      // What was proposed meanwhile is replaced by a draw, as it is when suggestions are made in place.
      const fresh = this.#source.exclude(suggested) ? suggested : this.#source.next()
      if (fresh === null) return true
      give(fresh)
    }
    background.prepare(this.#busy())
    return missing > 0 && this.#busy() >= NEVER_WAIT_FROM
  }

  #useBackground(port: SuggestionPort, onReady: () => void): void {
    const news = this.#told.reader()
    const background = new ReadySuggestions({
      port,
      request: (n) => this.#request(n, news()),
      onReady: () => {
        // It came before the next call.
        const call = this.#calls + 1
        this.#deliveries.push(background.isOver ? -call : call)
        onReady()
      },
    })
    this.#background = background
  }

  #request(n: number, news: TrialRows): SuggestionRequest {
    const { dimensions } = this.#features
    const pending = new Float64Array(this.#pending.size * dimensions)
    for (const [row, point] of [...this.#pending.values()].entries()) pending.set(point, row * dimensions)
    return { version: this.#told.length, n, random: this.#nextRandom().state(), news, pending }
  }

  /** Workers that are known to be there. */
  #busy(): number {
    return Math.max(this.#pending.size, this.#inFlight)
  }

  /** Another generator for each request: what one draws does not depend on how much another one did. */
  #nextRandom(): Random {
    return this.#random.split(this.#requests++)
  }

  #isModelReady(): boolean {
    return (
      this.#features.dimensions > 0 &&
      this.#told.configurations >= LEAST_OBSERVATIONS &&
      Math.max(this.#proposed, this.#told.configurations) >= this.#designSize
    )
  }

  #end(proposed: readonly C[]): readonly C[] {
    this.#exhausted = true
    return proposed
  }
}
