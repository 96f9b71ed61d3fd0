import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import { configurationKey } from '../space/index.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { Incumbents } from './incumbents.ts'
import { InstanceTrials } from './instance-trials.ts'
import type { Scenario } from './scenario.ts'

/**
 * Which configurations are the best. Only those count that were run on every instance (at the scenario's greatest budget, where it has
 * one), cost something finite, succeeded at least once and were nowhere stopped early; of two with the same cost the earlier one stays.
 * Trials are kept while their configuration is incomplete, one of the best, or the default; those of the rest are looked up in the history when
 * another one comes, or when one of the best got worse.
 */
export class Evaluations<C extends Configuration = Configuration> implements Incumbents<C> {
  readonly #instances: readonly (string | null)[]
  readonly #budget: number | null
  readonly #defaultKey: string
  readonly #history: RunHistory
  readonly #weights: readonly number[] | null
  readonly #kept = new Map<string, InstanceTrials>()
  readonly #front = new Map<string, EvaluatedConfiguration<C>>()
  #default: EvaluatedConfiguration<C> | null = null

  /** `weights`: what each objective counts when one of a front is to be the incumbent. */
  constructor(scenario: Scenario<C>, history: RunHistory, weights: readonly number[] | null = null) {
    this.#weights = weights
    this.#history = history
    this.#instances = scenario.instances ?? [null]
    this.#budget = scenario.maxBudget
    this.#defaultKey = configurationKey(scenario.space.defaultConfiguration())
  }

  get front(): readonly EvaluatedConfiguration<C>[] {
    return [...this.#front.values()]
  }

  get complete(): readonly EvaluatedConfiguration<C>[] {
    return this.front
  }

  /** The default configuration, once it has been run on all instances. */
  get default(): EvaluatedConfiguration<C> | null {
    return this.#default
  }

  /** The best one; of a Pareto front, the one with the least weighted mean of its costs, each scaled to the range it has on the front. */
  get incumbent(): EvaluatedConfiguration<C> | null {
    const { front } = this
    const [first] = front
    if (first === undefined || front.length === 1) return first ?? null
    const ranges = costList(first.cost).map((_, objective) => {
      const costs = front.map(({ cost }) => costList(cost)[objective] ?? 0)
      return { least: Math.min(...costs), width: Math.max(...costs) - Math.min(...costs) }
    })
    const share = ({ cost }: EvaluatedConfiguration<C>, objective: number): number => {
      const { least, width } = ranges[objective] as (typeof ranges)[number]
      return width === 0 ? 0 : ((costList(cost)[objective] ?? 0) - least) / width
    }
    const scaled = (each: EvaluatedConfiguration<C>): number =>
      ranges.reduce((sum, _, objective) => sum + (this.#weights?.[objective] ?? 1) * share(each, objective), 0)
    return front.reduce((best, other) => (scaled(other) < scaled(best) ? other : best))
  }

  /**
   * Takes in the history's newest trial; gives its configuration, or one whose place it left, when that is now one of the best and was not before.
   */
  told(info: TrialInfo, value: TrialValue): EvaluatedConfiguration<C> | null {
    if (this.#budget !== null && info.budget !== this.#budget) return null
    const key = configurationKey(info.configuration)
    const configuration = info.configuration as C
    const [, ...earlier] = this.#kept.has(key) ? [] : this.#history.everyTrialOf(configuration, info.budget ?? null)
    const trials = this.#kept.get(key) ?? this.#recall(earlier)
    this.#kept.set(key, trials)
    trials.add(info.instance ?? null, value)
    const evaluated = trials.evaluate(configuration, this.#instances)
    if (evaluated === null) return null
    if (key === this.#defaultKey) this.#default = evaluated
    const before = this.#front.get(key)
    if (before !== undefined && !isAtMost(costList(evaluated.cost), costList(before.cost))) return this.#startOver()
    this.#front.delete(key)
    const isBest = this.#enter(key, evaluated)
    if (!isBest) this.#forget(key)
    return isBest && before === undefined ? evaluated : null
  }

  #recall(trials: readonly number[]): InstanceTrials {
    const recalled = new InstanceTrials()
    for (const trial of trials.toReversed()) {
      const { info, outcome } = this.#history.record(trial)
      recalled.add(info.instance ?? null, { ...outcome, additionalInfo: {}, worker: null })
    }
    return recalled
  }

  /** One of the best has got worse: others that it kept out may now be among them. */
  #startOver(): EvaluatedConfiguration<C> | null {
    const before = new Set(this.#front.keys())
    this.#front.clear()
    for (let id = 1; id <= this.#history.configurationCount; id++) {
      const configuration = this.#history.configuration(id) as C
      const key = configurationKey(configuration)
      const trials = this.#kept.get(key) ?? this.#recall(this.#history.everyTrialOf(configuration, this.#budget))
      const evaluated = trials.evaluate(configuration, this.#instances)
      if (evaluated === null) continue
      if (this.#enter(key, evaluated)) this.#kept.set(key, trials)
      else this.#forget(key)
    }
    return [...this.#front].findLast(([key]) => !before.has(key))?.[1] ?? null
  }

  #enter(key: string, evaluated: EvaluatedConfiguration<C>): boolean {
    const costs = costList(evaluated.cost)
    const statuses = evaluated.perInstance.map(({ value }) => value.status)
    const isFit = costs.every(Number.isFinite) && statuses.includes(StatusType.SUCCESS) && !statuses.includes(StatusType.STOPPED)
    if (!isFit) return false
    for (const { cost } of this.#front.values()) if (isAtMost(costList(cost), costs)) return false
    for (const [other, { cost }] of this.#front) {
      if (!isAtMost(costs, costList(cost))) continue
      this.#front.delete(other)
      this.#forget(other)
    }
    this.#front.set(key, evaluated)
    return true
  }

  #forget(key: string): void {
    if (key !== this.#defaultKey) this.#kept.delete(key)
  }
}

const costList = (cost: number | readonly number[]): readonly number[] => (typeof cost === 'number' ? [cost] : cost)

const isAtMost = (a: readonly number[], b: readonly number[]): boolean => a.every((cost, objective) => cost <= (b[objective] ?? cost))
