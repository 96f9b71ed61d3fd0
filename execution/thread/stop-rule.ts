import type { CostLimit } from '../../contract/trial.ts'
import type { EarlyStop } from './thread-message.ts'

/** Judges one trial's reports by limits that came with it. */
export class StopRule {
  readonly #limits: readonly CostLimit[]
  #best = Number.POSITIVE_INFINITY

  /** By rising budget. */
  constructor(limits: readonly CostLimit[]) {
    this.#limits = limits
  }

  /** Null while the trial may go on. */
  judge(budget: number, cost: number): EarlyStop | null {
    if (cost < this.#best) this.#best = cost
    let limit = Number.POSITIVE_INFINITY
    for (const each of this.#limits) {
      if (each.budget > budget) break
      limit = each.cost
    }
    return this.#best > limit ? { budget, best: this.#best, limit } : null
  }
}
