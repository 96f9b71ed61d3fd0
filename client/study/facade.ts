import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { RunHistory } from '../history/index.ts'
import type { ToldTrial } from '../history/journal/told-trials.ts'
import type { ConfigurationSource } from '../intensifier/configuration-source.ts'
import { type Clock, steadyClock } from '../runner/clock.ts'
import type { Runner } from '../runner/runner.ts'
import { Random } from '../space/index.ts'
import { checkCallbacks } from './check-callbacks.ts'
import { composeIncumbents } from './compose-incumbents.ts'
import { composeIntensifier } from './compose-intensifier.ts'
import { CostCap, type InFlight } from './cost/cost-cap.ts'
import { RunCost } from './cost/run-cost.ts'
import type { CountedIntensifier } from './counted-intensifier.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { FacadeOptions, OptimizeOptions } from './facade-options.ts'
import type { FacadeContext, FacadeParts } from './facade-parts.ts'
import type { ToleratedFailures } from './failed-share.ts'
import { failureOf } from './failure-of.ts'
import type { Incumbents } from './incumbents.ts'
import { type KnownTrials, knownTrials } from './known-trials.ts'
import type { ObservedOptimizer } from './observed-optimizer.ts'
import { ObservedSource } from './observed-source.ts'
import { OptionsReader } from './options-reader.ts'
import { resolveData } from './resolve-data.ts'
import { RunCallbacks } from './run-callbacks.ts'
import { RunRecorder } from './run-recorder.ts'
import { RunStatistics } from './run-statistics.ts'
import type { Scenario } from './scenario.ts'
import { StopCriteria } from './stop-criteria.ts'
import { type StopCause, type StopReason, stopReason } from './stop-reason.ts'
import type { Study } from './study.ts'
import { StudyError } from './study-error.ts'
import type { StudySummary } from './study-summary.ts'
import { summarise } from './summarise.ts'
import { targetPath } from './target-path.ts'
import { type ToldValue, toldTrial } from './told-trial.ts'
import { toleratedFailures } from './tolerated-failures.ts'
import { TrialLoop } from './trial-loop.ts'
import { untilAborted } from './until-aborted.ts'

/** Two optimizers would take each other's results from one runner. */
const RUNNERS_IN_USE = new WeakSet<Runner>()
const FACADE_OPTIONS = ['callbacks', 'seed', 'initialConfigurations', 'warmStart', 'graceMs', 'clock', 'journal', 'trials']

/**
 * An optimizer as a whole (SMAC: `AbstractFacade`): give it a scenario and a runner and call `optimize`; or leave the runner out, and
 * `ask` and `tell`. What makes one differ from the other is its intensifier.
 */
export abstract class Facade<C extends Configuration = Configuration> implements ObservedOptimizer<C> {
  readonly scenario: Scenario<C>
  readonly description: string
  readonly history: RunHistory
  /** What it knew of earlier runs when it began. */
  readonly warmStart: KnownTrials
  readonly #study: Study<C> | null
  readonly #runner: Runner | null
  readonly #callbacks: RunCallbacks<C>
  readonly #clock: Clock
  readonly #graceMs: number
  readonly #intensifier: CountedIntensifier
  readonly #evaluations: Incumbents<C>
  readonly #criteria: StopCriteria
  readonly #cost: RunCost | null
  readonly #cap: CostCap | null
  readonly #recorder: RunRecorder
  #statistics: RunStatistics
  #stopReason: StopReason | null = null
  #isRunning = false

  protected constructor(
    scenario: Scenario<C> | Study<C>,
    runner: Runner | null,
    options: FacadeOptions<C> & Readonly<Record<string, unknown>>,
    ownOptions: readonly string[],
    parts: (context: FacadeContext<C>) => FacadeParts,
  ) {
    const where = new.target.name
    const read = new OptionsReader(where, options, [...FACADE_OPTIONS, ...ownOptions])
    if (typeof scenario !== 'object' || scenario === null) throw StudyError.expected(where, 'scenario', 'a scenario or a study', scenario)
    this.#study = 'scenario' in scenario ? scenario : null
    this.scenario = 'scenario' in scenario ? scenario.scenario : scenario
    this.#runner = runner
    this.#callbacks = new RunCallbacks(checkCallbacks<C>(where, read.list('callbacks')))
    this.#clock = options.clock ?? steadyClock
    this.#graceMs = read.integer('graceMs', 2_000, { min: 0, max: Number.MAX_SAFE_INTEGER })
    const seed = read.integer('seed', this.scenario.seed, { min: 0, max: 2 ** 32 - 1 })
    this.history = new RunHistory({ objectives: this.scenario.objectives })
    const own = parts(this.#context(read, new Random(seed)))
    const { description, background = null } = own
    this.description = description
    this.#intensifier = composeIntensifier(own, this.scenario, this.history)
    this.#evaluations = composeIncumbents(own, this.scenario, this.history)
    const limits = { ...this.scenario, trials: read.count('trials', this.scenario.trials) }
    this.#criteria = new StopCriteria(limits, this.#study === null ? null : targetPath(this.#study.target))
    const { maxCostUsd, prices, trialTimeLimitMs } = this.scenario
    this.#cost = RunCost.of(runner, prices)
    this.#cap = maxCostUsd === null || this.#cost === null ? null : new CostCap(maxCostUsd, this.#cost, trialTimeLimitMs)
    this.#recorder = new RunRecorder(options.journal ?? null, background)
    this.#statistics = this.#newStatistics(this.#recorder.usedMs)
    this.#recorder.replay({
      next: (n) => this.#intensifier.next(n),
      told: (info, value) => {
        this.#statistics.earlier(info, value)
        this.#learn(info, value)
      },
      known: (info, value) => this.#know(info, value),
    })
    this.warmStart = knownTrials(
      this.scenario,
      this.#recorder.isResumed ? [] : (read.list('warmStart') as readonly ToldTrial[]),
      this.#clock.now(),
    )
    this.#recorder.known(this.warmStart.trials)
    for (const [info, value] of this.warmStart.trials) this.#know(info, value)
    this.#callbacks.listen()
  }

  get incumbent(): C | null {
    return this.#evaluations.incumbent?.configuration ?? null
  }

  get incumbentCost(): number | readonly number[] | null {
    return this.#evaluations.incumbent?.cost ?? null
  }

  get front(): readonly EvaluatedConfiguration<C>[] {
    return this.#evaluations.front
  }

  /** Which failures the run tolerates; a change holds from the next look of a run that is running, within 100 ms. @throws StudyError */
  get toleratedFailures(): ToleratedFailures {
    return this.#criteria.failedShare.tolerated
  }

  set toleratedFailures(tolerated: number | Partial<ToleratedFailures>) {
    this.#criteria.failedShare.tolerated = toleratedFailures(this.description, tolerated)
  }

  get stopReason(): StopReason | null {
    return this.#stopReason
  }

  get summary(): StudySummary<C> {
    return summarise(this.scenario, this.#evaluations, this.#statistics.figures(this.#clock.now()), this.#stopReason)
  }

  /** Up to `n` trials to run next; fewer when nothing is left to try. Works without a runner. */
  ask(n = 1): readonly TrialInfo[] {
    if (!Number.isSafeInteger(n) || n < 1) throw StudyError.expected('ask', 'n', 'an integer of at least 1', n)
    this.#callbacks.call('onAskStart', (callback) => callback.onAskStart?.(this))
    const infos = this.#intensifier.next(n)
    this.#recorder.asked(n, infos)
    for (const info of infos) this.#callbacks.call('onAskEnd', (callback) => callback.onAskEnd?.(this, info))
    return infos
  }

  /**
   * Tells how a trial ended, one that was asked for or not. Works without a runner.
   * @throws StudyError, SpaceError when it does not fit the scenario
   */
  tell(info: TrialInfo, value: ToldValue): void {
    this.#take(...toldTrial(this.scenario, info, value, this.#clock.now()))
  }

  /**
   * Runs trials until a limit of the scenario is reached, and gives the best configuration; null when none succeeded.
   * `stopReason` says why it ended. Called again, it goes on where it ended, first with what was cut.
   * @throws NoWorkersError and whatever else the runner, a callback or the study's data threw; everything found until then is kept
   */
  async optimize(options: OptimizeOptions = {}): Promise<C | null> {
    const { data = this.#study?.data, signal = null } = options
    if (this.#runner === null) throw new StudyError('optimize', 'runner', 'expected a runner, got none; or use ask and tell')
    if (this.#isRunning) throw new StudyError('optimize', '', 'this optimizer is running already')
    if (this.scenario.maxCostUsd !== null && this.#cost === null) {
      throw new StudyError('optimize', 'maxCostUsd', 'this runner does not say what a trial costs (it has no "billing"); leave the cap out')
    }
    if (RUNNERS_IN_USE.has(this.#runner)) {
      throw new StudyError('optimize', 'runner', 'another optimizer is using this runner; give each its own, or run one after the other')
    }
    this.#isRunning = true
    RUNNERS_IN_USE.add(this.#runner)
    this.#callbacks.stopCause = null
    this.#stopReason = null
    try {
      const cause = this.#recorder.stopped(await this.#runWithData(this.#runner, data, signal))
      this.#stopReason = stopReason(cause)
      this.#callbacks.call('onEnd', (callback) => callback.onEnd?.(this))
      if (cause.kind === 'failed' || cause.kind === 'no-workers') throw cause.error
      return this.incumbent
    } finally {
      this.#isRunning = false
      RUNNERS_IN_USE.delete(this.#runner)
    }
  }

  #context(read: OptionsReader, random: Random): FacadeContext<C> {
    const { scenario, history } = this
    const given = read.list('initialConfigurations') as readonly Configuration[]
    const initial = scenario.useDefaultConfiguration ? [scenario.space.defaultConfiguration(), ...given] : given
    const observed = (source: ConfigurationSource): ConfigurationSource =>
      new ObservedSource(source, {
        beforeNext: () => this.#callbacks.call('onNextConfigurationsStart', (callback) => callback.onNextConfigurationsStart?.(this)),
        next: (configuration) =>
          this.#callbacks.call('onNextConfigurationsEnd', (callback) => callback.onNextConfigurationsEnd?.(this, configuration as C)),
      })
    return { scenario, history, random, read, initial, observed }
  }

  #newStatistics(earlierMs: number): RunStatistics {
    return new RunStatistics(this.#clock.now(), { earlierMs, cost: this.#cost, maxCostUsd: this.scenario.maxCostUsd })
  }

  /** Never throws for what went wrong on the way: the cause says it. */
  async #runWithData(runner: Runner, data: unknown, signal: AbortSignal | null): Promise<StopCause> {
    try {
      const value = await untilAborted(resolveData(`study ${JSON.stringify(this.scenario.name)}`, data), signal)
      return await this.#run(runner, value, signal)
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) return { kind: 'interrupted' }
      return failureOf(error)
    }
  }

  #run(runner: Runner, data: unknown, signal: AbortSignal | null): Promise<StopCause> {
    const { workers, runTimeLimitMs, trialTimeLimitMs } = this.scenario
    // What earlier sessions of the run have done is counted with this one.
    const earlier = this.#recorder.takeEarlier()
    if (!earlier.isResumed) this.#statistics = this.#newStatistics(0)
    const statistics = this.#statistics
    const inFlight = (): InFlight => statistics.inFlight(this.#clock.now())
    this.#callbacks.call('onStart', (callback) => callback.onStart?.(this))
    const loop = new TrialLoop({
      optimizer: {
        ask: (n) => this.ask(n),
        tell: (info, value) => this.#take(info, value),
        isOpen: (info) => this.#intensifier.isOpen(info),
        submitted: (info) => this.#callbacks.call('onTrialSubmitted', (callback) => callback.onTrialSubmitted?.(this, info)),
        trialsLeft: (trials) => Math.min(this.#criteria.trialsLeft(trials), this.#cap?.trialsLeft(inFlight()) ?? Number.POSITIVE_INFINITY),
        mustStop: (elapsedMs) =>
          this.#callbacks.stopCause ?? this.#criteria.met(elapsedMs, this.#evaluations) ?? this.#cap?.met(inFlight()) ?? null,
        exhausted: () =>
          this.#intensifier.isExhausted
            ? { kind: 'exhausted', configurations: this.scenario.space.size() }
            : (this.#cap?.exhausted() ?? null),
        iteration: (point) => {
          if (point === 'start') this.#callbacks.call('onIterationStart', (callback) => callback.onIterationStart?.(this))
          else this.#callbacks.call('onIterationEnd', (callback) => callback.onIterationEnd?.(this))
        },
      },
      runner,
      clock: this.#clock,
      statistics,
      data,
      workers,
      runTimeLimitMs,
      trialTimeLimitMs,
      signal,
      graceMs: this.#graceMs,
      pending: earlier.pending,
      earlierMs: earlier.usedMs,
    })
    // On a clock that is not the real one, what happens in real time has no place.
    const work = (): Promise<StopCause> => loop.run().finally(() => this.#recorder.leave(loop.left))
    if (this.#clock !== steadyClock) return work()
    return this.#recorder.inBackground(() => loop.wake(), work)
  }

  #take(info: TrialInfo, value: TrialValue): void {
    this.#callbacks.call('onTellStart', (callback) => callback.onTellStart?.(this, info, value))
    this.#recorder.told(info, value)
    const best = this.#learn(info, value)
    if (best !== null) this.#callbacks.call('onIncumbent', (callback) => callback.onIncumbent?.(this, best))
    this.#callbacks.call('onTellEnd', (callback) => callback.onTellEnd?.(this, info, value))
  }

  /** Gives the configuration back when it is now one of the best. */
  #learn(info: TrialInfo, value: TrialValue): EvaluatedConfiguration<C> | null {
    this.#criteria.told(value)
    const best = this.#know(info, value)
    if (best !== null) this.#criteria.improved()
    return best
  }

  /** Without counting as a trial of this run. */
  #know(info: TrialInfo, value: TrialValue): EvaluatedConfiguration<C> | null {
    this.history.add(info, value)
    this.#intensifier.told(info, value)
    return this.#evaluations.told(info, value)
  }
}
