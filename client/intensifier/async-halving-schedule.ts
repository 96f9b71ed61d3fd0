import type { Configuration } from '../../contract/trial.ts'
import { bestFirst } from './best-first.ts'
import type { HalvingJob, HalvingSchedule, Newcomers } from './halving-schedule.ts'

interface Entry {
  readonly configuration: Configuration
  readonly costs: readonly number[]
  isPromoted: boolean
}

/**
 * Asynchronous successive halving (Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht and Talwalkar, "A System for Massively Parallel
 * Hyperparameter Tuning", 2020, algorithm 2): whoever is among the best 1/eta of a stage so far is promoted at once, from the highest
 * stage where there is one; else a new configuration begins at the lowest budget. No stage ever waits.
 */
export class AsyncHalvingSchedule implements HalvingSchedule {
  readonly description: string
  readonly #budgets: readonly number[]
  readonly #eta: number
  readonly #rungs: Entry[][]
  /** False: looked for since the last result, and there was nobody. */
  #mayPromote = false

  constructor(budgets: readonly number[], eta: number) {
    this.#budgets = budgets
    this.#eta = eta
    this.#rungs = budgets.map(() => [])
    this.description = `asynchronous successive halving, budgets ${budgets.join(', ')}`
  }

  get isOpen(): boolean {
    return this.#promotable() !== null
  }

  next(newcomers: Newcomers): HalvingJob | null {
    const promotable = this.#promotable()
    if (promotable !== null) {
      promotable.entry.isPromoted = true
      return { configuration: promotable.entry.configuration, budget: promotable.budget }
    }
    const configuration = newcomers.next()
    const budget = this.#budgets[0]
    return configuration === null || budget === undefined ? null : { configuration, budget }
  }

  ended({ configuration, budget }: HalvingJob, costs: readonly number[]): void {
    this.#rungs[this.#budgets.indexOf(budget)]?.push({ configuration, costs, isPromoted: false })
    this.#mayPromote = true
  }

  #promotable(): { readonly entry: Entry; readonly budget: number } | null {
    if (!this.#mayPromote) return null
    for (let stage = this.#budgets.length - 2; stage >= 0; stage--) {
      const rung = this.#rungs[stage] ?? []
      const budget = this.#budgets[stage + 1]
      const best = bestFirst(rung).slice(0, Math.floor(rung.length / this.#eta))
      const entry = best.find(({ isPromoted, costs }) => !isPromoted && costs.every(Number.isFinite))
      if (entry !== undefined && budget !== undefined) return { entry, budget }
    }
    this.#mayPromote = false
    return null
  }
}
