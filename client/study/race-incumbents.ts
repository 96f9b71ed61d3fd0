import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { Incumbents } from './incumbents.ts'
import type { Scenario } from './scenario.ts'

/**
 * The incumbent of a race, as the run's history has it: configurations count that were run on some of the instances, and at the highest
 * budget at which one succeeded. Its cost is the mean over what it was run on. For one objective.
 * Trials are kept while their configuration may still lead, and the default configuration's; the rest is in the history.
 */
export class RaceIncumbents<C extends Configuration = Configuration> implements Incumbents<C> {
  readonly #history: RunHistory
  readonly #instances: readonly (string | null)[]
  readonly #maxBudget: number | null
  readonly #defaultConfiguration: C
  readonly #values = new Map<number, TrialValue>()
  #leader: number | null = null
  #seen = -1
  #incumbent: EvaluatedConfiguration<C> | null = null

  constructor(scenario: Scenario<C>, history: RunHistory) {
    this.#history = history
    this.#instances = scenario.instances ?? [null]
    this.#maxBudget = scenario.maxBudget
    this.#defaultConfiguration = scenario.space.defaultConfiguration()
  }

  get incumbent(): EvaluatedConfiguration<C> | null {
    if (this.#seen === this.#history.length) return this.#incumbent
    this.#seen = this.#history.length
    const standing = this.#history.incumbent()
    this.#incumbent = standing === null ? null : this.#evaluated(standing, this.#history.incumbentTrials())
    return this.#incumbent
  }

  get front(): readonly EvaluatedConfiguration<C>[] {
    const { incumbent } = this
    return incumbent === null ? [] : [incumbent]
  }

  get complete(): readonly EvaluatedConfiguration<C>[] {
    const [latest] = this.#history.incumbentTrials()
    const budget = latest === undefined ? null : (this.#history.record(latest).info.budget ?? null)
    if (this.#maxBudget !== null && budget !== this.#maxBudget) return []
    return this.front.filter(({ perInstance }) => perInstance.length === this.#instances.length)
  }

  get default(): EvaluatedConfiguration<C> | null {
    const [latest] = this.#history.incumbentTrials()
    const standing = this.#history.besideIncumbent(this.#defaultConfiguration)
    if (latest === undefined || standing === null) return null
    const { budget = null } = this.#history.record(latest).info
    return this.#evaluated(standing, this.#history.trialsOf(this.#defaultConfiguration, budget))
  }

  told(info: TrialInfo, value: TrialValue): EvaluatedConfiguration<C> | null {
    this.#values.set(this.#history.length, value)
    const leader = this.#history.incumbent()?.configurationId ?? null
    const isNew = leader !== null && leader !== this.#leader
    const former = this.#leader
    this.#leader = leader
    const told = this.#history.configurationId(info.configuration)
    if (told !== leader) this.#forget(info.configuration, info.budget ?? null)
    if (isNew && former !== null && former !== told) this.#forget(this.#history.configuration(former), info.budget ?? null)
    return isNew ? this.incumbent : null
  }

  /** Drops what a configuration left behind that has lost on everything the incumbent was run on. */
  #forget(configuration: Configuration, budget: number | null): void {
    const id = this.#history.configurationId(configuration)
    if (id === this.#history.configurationId(this.#defaultConfiguration)) return
    if (this.#history.besideIncumbent(configuration) === null) return
    for (const trial of this.#history.trialsOf(configuration, budget)) this.#values.delete(trial)
  }

  #evaluated(
    { configuration, costs }: { readonly configuration: Configuration; readonly costs: readonly number[] },
    trials: readonly number[],
  ): EvaluatedConfiguration<C> {
    const byInstance = new Map<string | null, { readonly latest: number; sum: number; count: number }>()
    for (const trial of trials) {
      const { info, outcome } = this.#history.record(trial)
      const { instance = null } = info
      const seen = byInstance.get(instance) ?? { latest: trial, sum: 0, count: 0 }
      seen.sum += Number(outcome.cost)
      seen.count++
      byInstance.set(instance, seen)
    }
    const perInstance = this.#instances.flatMap((instance) => {
      const seen = byInstance.get(instance)
      return seen === undefined ? [] : [{ instance, cost: seen.sum / seen.count, value: this.#value(seen.latest) }]
    })
    return { configuration: configuration as C, cost: costs[0] ?? Number.NaN, perInstance }
  }

  #value(trial: number): TrialValue {
    return this.#values.get(trial) ?? { ...this.#history.record(trial).outcome, additionalInfo: {}, worker: null }
  }
}
