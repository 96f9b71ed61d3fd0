import { Bracket } from './bracket.ts'
import type { Rung } from './halving-rungs.ts'
import type { HalvingJob, HalvingSchedule, Newcomers } from './halving-schedule.ts'

/**
 * Brackets one after the other, over and over. While a bracket waits for results, the next one is begun with what workers are free, so that
 * none is idle; the older bracket always goes first.
 */
export class BracketSchedule implements HalvingSchedule {
  readonly description: string
  readonly #plans: readonly (readonly Rung[])[]
  readonly #brackets: Bracket[] = []
  #opened = 0
  /** No newcomer came when one was wanted last. */
  #isShort = false

  constructor(plans: readonly (readonly Rung[])[], description: string) {
    this.#plans = plans
    this.description = description
  }

  get isOpen(): boolean {
    return this.#brackets.length > 0
  }

  next(newcomers: Newcomers): HalvingJob | null {
    const counted: Newcomers = {
      next: () => {
        const configuration = newcomers.next()
        this.#isShort = configuration === null
        return configuration
      },
      get isOver() {
        return newcomers.isOver
      },
    }
    for (;;) {
      for (const bracket of this.#brackets) {
        const job = bracket.next(counted)
        if (job !== null) return job
      }
      this.#close()
      if (this.#isShort) return null
      this.#brackets.push(new Bracket(this.#plans[this.#opened++ % this.#plans.length] ?? []))
    }
  }

  ended(job: HalvingJob, costs: readonly number[]): void {
    this.#brackets.some((bracket) => bracket.ended(job, costs))
    this.#close()
  }

  #close(): void {
    for (let at = this.#brackets.length - 1; at >= 0; at--) if (this.#brackets[at]?.isOver === true) this.#brackets.splice(at, 1)
  }
}
