import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import { configurationKey, type Random } from '../space/index.ts'
import { Challenger } from './challenger.ts'
import type { ConfigurationSource } from './configuration-source.ts'
import { finalCosts } from './final-costs.ts'
import type { Intensifier } from './intensifier.ts'
import { pairKey, type TrialPair, TrialPairs } from './trial-pairs.ts'

export interface RacingOptions {
  /** Null: trials have no instance; configurations then race over seeds. */
  readonly instances: readonly string[] | null
  /** True: every trial gets seed 0. */
  readonly deterministic: boolean
  /** No configuration is run on more pairs of instance and seed than this. */
  readonly maxConfigurationCalls: number
  /** The budget of every trial, or null. */
  readonly budget: number | null
  /**
   * For costs that are run times. A challenger gets no more time, on the pairs it is run on, than this factor of what the incumbent took there;
   * null: no such limit.
   */
  readonly cappingSlack: number | null
}

interface Leader {
  readonly version: string
  readonly key: string
  /** By pair. */
  readonly costs: ReadonlyMap<string, number>
  readonly runtimesMs: ReadonlyMap<string, number>
  readonly pairs: readonly TrialPair[]
}

const NONE: ReadonlySet<string> = new Set()

/**
 * Racing over instances and seeds (Hutter, Hoos and Leyton-Brown, "Sequential Model-Based Optimization for General Algorithm Configuration",
 * 2011, section 3.1: aggressive racing; rounds that double as in SMAC3, Lindauer et al. 2022, section 3):
 *
 * - A challenger begins with one of the incumbent's pairs. Each round that it survives, it is run on twice as many of them.
 * - It is out as soon as it is not better than the incumbent on the pairs that both were run on.
 * - It takes over once it is better on all of the incumbent's pairs; the run's history decides that.
 * - With adaptive capping, its trials are ended once it cannot win any more (Hutter, Hoos, Leyton-Brown and Stützle, "ParamILS: An Automatic
 *   Algorithm Configuration Framework", 2009, section 5).
 * - When a challenger begins, the incumbent itself is run on one more pair: one at a time, and on no more than the square root of all trials.
 *
 * Challengers race side by side: whoever has a trial to begin gives it to the next free worker, the older ones first, and new ones begin
 * when none has. For one objective.
 */
export class Racing implements Intensifier {
  readonly #source: ConfigurationSource
  readonly #history: RunHistory
  readonly #options: RacingOptions
  readonly #pairs: TrialPairs
  readonly #random: Random
  readonly #challengers = new Map<string, Challenger>()
  /** Those that have a trial to begin. */
  readonly #ready = new Set<Challenger>()
  #newcomers = 0
  /** Pairs on which an incumbent is being run, by configuration. */
  readonly #inFlight = new Map<string, Set<string>>()
  /** Whether a challenger began, so that the incumbent is to be run on one more pair. */
  #isDue = false
  #incumbent: Leader | null = null

  constructor(source: ConfigurationSource, history: RunHistory, options: RacingOptions, random: Random) {
    this.#source = source
    this.#history = history
    this.#options = options
    this.#pairs = new TrialPairs({ ...options, most: options.maxConfigurationCalls }, random.split('pairs'))
    this.#random = random.split('rounds')
  }

  get isExhausted(): boolean {
    return this.#source.exhausted && this.#challengers.size === 0 && this.#inFlight.size === 0 && this.#nextPairOfIncumbent() === null
  }

  next(n: number): readonly TrialInfo[] {
    const trials: TrialInfo[] = []
    while (trials.length < n) {
      const trial = this.#dueTrial() ?? this.#trialOfChallenger() ?? this.#trialOfNewcomer() ?? this.#trialOfIncumbent()
      if (trial === null) break
      trials.push(trial)
    }
    return trials
  }

  /** The history must know the trial already. */
  told(info: TrialInfo, value: TrialValue): void {
    this.#source.told(info, value)
    const key = configurationKey(info.configuration)
    const running = this.#inFlight.get(key)
    if (running?.delete(pairKey(info)) === true && running.size === 0) this.#inFlight.delete(key)
    const challenger = this.#challengers.get(key)
    if (challenger === undefined) return
    const { instance = null, seed = null } = info
    challenger.ended({ instance, seed }, finalCosts(value)[0] ?? Number.POSITIVE_INFINITY, value.runtimeMs)
    this.#judge(key, challenger)
  }

  /** Out, on to the next round, or to wait for what is in flight. */
  #judge(key: string, challenger: Challenger): void {
    const incumbent = this.#leading()
    if (incumbent === null) {
      if (challenger.isRoundOver) this.#drop(key, challenger)
      return
    }
    const lead = challenger.lead(incumbent.costs)
    if (incumbent.key === key) {
      this.#drop(key, challenger)
      if (challenger.inFlight.size > 0) this.#inFlight.set(key, new Set(challenger.inFlight))
      return
    }
    if (lead !== null && !(lead < 0)) {
      this.#drop(key, challenger)
      return
    }
    if (challenger.isRoundOver) this.#enter(challenger)
    // Better on all of the incumbent's pairs, yet not taken over: it has no success.
    if (challenger.isRoundOver) this.#drop(key, challenger)
  }

  #drop(key: string, challenger: Challenger): void {
    this.#challengers.delete(key)
    this.#ready.delete(challenger)
  }

  #enter(challenger: Challenger): void {
    challenger.enter(this.#pairsToRaceOn())
    if (challenger.isWaiting) this.#ready.add(challenger)
  }

  /** With many workers, more than one at a time would run ahead of the challengers, who must be run on all of the incumbent's pairs. */
  #dueTrial(): TrialInfo | null {
    if (!this.#isDue) return null
    this.#isDue = false
    const incumbent = this.#leading()
    return incumbent === null || this.#pairsInFlight(incumbent).size > 0 ? null : this.#trialOfIncumbent()
  }

  #trialOfIncumbent(): TrialInfo | null {
    const standing = this.#history.incumbent()
    const pair = this.#nextPairOfIncumbent()
    if (standing === null || pair === null) return null
    const key = configurationKey(standing.configuration)
    const running = this.#inFlight.get(key) ?? new Set()
    this.#inFlight.set(key, running.add(pairKey(pair)))
    return this.#trial(standing.configuration, pair)
  }

  #nextPairOfIncumbent(): TrialPair | null {
    const incumbent = this.#leading()
    if (incumbent === null) return null
    const running = this.#pairsInFlight(incumbent)
    if (incumbent.costs.size + running.size >= this.#mostPairs()) return null
    for (const pair of this.#pairs) {
      const key = pairKey(pair)
      if (!incumbent.costs.has(key) && !running.has(key)) return pair
    }
    return null
  }

  #pairsInFlight({ key }: Leader): ReadonlySet<string> {
    return this.#inFlight.get(key) ?? this.#challengers.get(key)?.inFlight ?? NONE
  }

  /**
   * Who wants to take over must be run on all of the incumbent's pairs. Trials are the number of configurations times the pairs of each, and
   * neither many of the one nor many of the other make up for few: as many pairs as the square root of all trials (Wang, Audibert and Munos,
   * "Algorithms for Infinitely Many-Armed Bandits", 2008, section 3, where so many arms are drawn when good ones are neither rare nor
   * frequent). With nobody left to race against, every instance once.
   */
  #mostPairs(): number {
    const wanted = this.#source.exhausted ? (this.#options.instances?.length ?? 1) : Math.ceil(Math.sqrt(this.#history.length))
    return Math.min(this.#pairs.length, wanted)
  }

  #trialOfChallenger(): TrialInfo | null {
    let oldest: Challenger | null = null
    for (const challenger of this.#ready) if (oldest === null || challenger.number < oldest.number) oldest = challenger
    const pair = oldest?.begin() ?? null
    if (oldest === null || pair === null) return null
    if (!oldest.isWaiting) this.#ready.delete(oldest)
    return this.#trial(oldest.configuration, pair, this.#capMs(oldest))
  }

  /** What is left to a challenger of the time that the incumbent took on the same pairs; null: no limit. */
  #capMs(challenger: Challenger): number | null {
    const { cappingSlack } = this.#options
    const incumbent = this.#leading()
    if (cappingSlack === null || incumbent === null) return null
    let boundMs = 0
    for (const pair of challenger.known) {
      const runtimeMs = incumbent.runtimesMs.get(pair)
      if (runtimeMs === undefined) return null
      boundMs += cappingSlack * runtimeMs
    }
    return Math.max(1, boundMs - challenger.runtimeMs)
  }

  #trialOfNewcomer(): TrialInfo | null {
    while (!this.#source.exhausted) {
      const [configuration] = this.#source.propose(1)
      if (configuration === undefined) return null
      const key = configurationKey(configuration)
      if (this.#challengers.has(key) || this.#leading()?.key === key) continue
      const challenger = new Challenger(configuration, this.#newcomers++)
      this.#enter(challenger)
      this.#challengers.set(key, challenger)
      this.#isDue = true
      return this.#trialOfChallenger()
    }
    return null
  }

  /** The incumbent's pairs in random order; while there is none, all begin with the same pair. */
  #pairsToRaceOn(): readonly TrialPair[] {
    const incumbent = this.#leading()
    if (incumbent === null) return [this.#pairs.first]
    return this.#random.shuffle([...incumbent.pairs])
  }

  /** The costs of the incumbent by pair, read anew only when it has changed. */
  #leading(): Leader | null {
    const standing = this.#history.incumbent()
    if (standing === null) return null
    const version = `${standing.configurationId} ${standing.evaluations} ${standing.costs[0]}`
    if (this.#incumbent?.version !== version) {
      const costs = new Map<string, number>()
      const runtimesMs = new Map<string, number>()
      const pairs: TrialPair[] = []
      for (const trial of this.#history.incumbentTrials()) {
        const { info, outcome } = this.#history.record(trial)
        const { instance = null, seed = null } = info
        pairs.push({ instance, seed })
        costs.set(pairKey(info), Number(outcome.cost))
        runtimesMs.set(pairKey(info), outcome.runtimeMs)
      }
      this.#incumbent = { version, key: configurationKey(standing.configuration), costs, runtimesMs, pairs }
    }
    return this.#incumbent
  }

  #trial(configuration: Configuration, { instance, seed }: TrialPair, timeLimitMs: number | null = null): TrialInfo {
    const trial = { configuration, instance, seed, budget: this.#options.budget }
    return Object.freeze(timeLimitMs === null ? trial : { ...trial, timeLimitMs })
  }
}
