import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { configurationKey } from '../space/index.ts'
import type { ConfigurationSource } from './configuration-source.ts'
import { finalCosts } from './final-costs.ts'
import type { HalvingJob, HalvingSchedule, Newcomers } from './halving-schedule.ts'
import type { Intensifier } from './intensifier.ts'
import { pairKey } from './trial-pairs.ts'

export interface HalvingOptions {
  /** A configuration is run on all of them at each budget. Null: trials have no instance. */
  readonly instances: readonly string[] | null
  /** The seed of every trial: configurations are compared under the same conditions. */
  readonly seed: number
}

interface RunningJob {
  readonly job: HalvingJob
  /** By pair of instance and seed: the costs, or null while they are not there. */
  readonly costs: Map<string, readonly number[] | null>
}

/** Many configurations at small budgets, the best of them at greater ones; a schedule says who. */
export class Halving implements Intensifier {
  readonly #source: ConfigurationSource
  readonly #schedule: HalvingSchedule
  readonly #options: HalvingOptions
  readonly #newcomers: Newcomers
  readonly #waiting: TrialInfo[] = []
  readonly #running = new Map<string, RunningJob>()

  constructor(source: ConfigurationSource, schedule: HalvingSchedule, options: HalvingOptions) {
    this.#source = source
    this.#schedule = schedule
    this.#options = options
    this.#newcomers = {
      next: () => (source.exhausted ? null : (source.propose(1)[0] ?? null)),
      get isOver() {
        return source.exhausted
      },
    }
  }

  get isExhausted(): boolean {
    return this.#source.exhausted && this.#waiting.length === 0 && this.#running.size === 0 && !this.#schedule.isOpen
  }

  next(n: number): readonly TrialInfo[] {
    while (this.#waiting.length < n) {
      const job = this.#schedule.next(this.#newcomers)
      if (job === null) break
      this.#begin(job)
    }
    return this.#waiting.splice(0, n)
  }

  told(info: TrialInfo, value: TrialValue): void {
    this.#source.told(info, value)
    const key = jobKey(info.configuration, info.budget ?? null)
    const running = this.#running.get(key)
    const pair = pairKey(info)
    if (running === undefined || running.costs.get(pair) !== null) return
    running.costs.set(pair, finalCosts(value))
    const means = meansOf([...running.costs.values()])
    if (means === null) return
    this.#running.delete(key)
    this.#schedule.ended(running.job, means)
  }

  #begin(job: HalvingJob): void {
    const { configuration, budget } = job
    const { instances, seed } = this.#options
    const trials = (instances ?? [null]).map((instance) => Object.freeze({ configuration, instance, seed, budget }))
    this.#running.set(jobKey(configuration, budget), { job, costs: new Map(trials.map((trial) => [pairKey(trial), null])) })
    this.#waiting.push(...trials)
  }
}

const jobKey = (configuration: Configuration, budget: number | null): string => `${configurationKey(configuration)} ${budget}`

/** One an objective; null while one is missing. */
function meansOf(costs: readonly (readonly number[] | null)[]): readonly number[] | null {
  const sums: number[] = []
  for (const each of costs) {
    if (each === null) return null
    for (const [objective, cost] of each.entries()) sums[objective] = (sums[objective] ?? 0) + cost
  }
  return sums.map((sum) => sum / costs.length)
}
