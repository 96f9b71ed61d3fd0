import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { configurationKey } from '../space/index.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { Incumbents } from './incumbents.ts'
import { InstanceTrials } from './instance-trials.ts'
import type { Scenario } from './scenario.ts'

/**
 * Which configurations are the best. Only those count that were run on every instance (at the scenario's greatest budget, where it has
 * one), cost something finite, succeeded at least once and were nowhere stopped early; of two with the same cost the earlier one stays.
 * Trials are kept while their configuration is incomplete, one of the best, or the default; the rest is forgotten.
 */
export class Evaluations<C extends Configuration = Configuration> implements Incumbents<C> {
  readonly #instances: readonly (string | null)[]
  readonly #budget: number | null
  readonly #defaultKey: string
  readonly #kept = new Map<string, InstanceTrials>()
  readonly #front = new Map<string, EvaluatedConfiguration<C>>()
  #default: EvaluatedConfiguration<C> | null = null

  constructor(scenario: Scenario<C>) {
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

  /** The best one; of a Pareto front, the one with the least mean of its costs, each scaled to the range it has on the front. */
  get incumbent(): EvaluatedConfiguration<C> | null {
    const { front } = this
    const [first] = front
    if (first === undefined || front.length === 1) return first ?? null
    const ranges = costList(first.cost).map((_, objective) => {
      const costs = front.map(({ cost }) => costList(cost)[objective] ?? 0)
      return { least: Math.min(...costs), width: Math.max(...costs) - Math.min(...costs) }
    })
    const scaled = ({ cost }: EvaluatedConfiguration<C>): number =>
      ranges.reduce((sum, { least, width }, objective) => sum + (width === 0 ? 0 : ((costList(cost)[objective] ?? 0) - least) / width), 0)
    return front.reduce((best, other) => (scaled(other) < scaled(best) ? other : best))
  }

  /** Takes a trial in; gives its configuration back when it is now one of the best and was not before. */
  told(info: TrialInfo, value: TrialValue): EvaluatedConfiguration<C> | null {
    if (this.#budget !== null && info.budget !== this.#budget) return null
    const key = configurationKey(info.configuration)
    const trials = this.#kept.get(key) ?? new InstanceTrials()
    this.#kept.set(key, trials)
    trials.add(info.instance ?? null, value)
    const evaluated = trials.evaluate(info.configuration as C, this.#instances)
    if (evaluated === null) return null
    if (key === this.#defaultKey) this.#default = evaluated
    const wasBest = this.#front.delete(key)
    const isBest = this.#enter(key, evaluated)
    if (!isBest) this.#forget(key)
    return isBest && !wasBest ? evaluated : null
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
