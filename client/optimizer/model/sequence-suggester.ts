import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { KernelState } from '../gp/kernel-state.ts'
import { oneBudget } from './one-budget.ts'
import type { Knowledge, Suggester } from './suggester.ts'

/** One model for a short history, another one for a long. */
export class SequenceSuggester<C extends Configuration> implements Suggester<C> {
  readonly #short: Suggester<C>
  readonly #long: Suggester<C>
  readonly #most: number
  readonly #dimensions: number

  /** `most`: configurations that the first model is asked with; where trials have budgets, those that the second one would learn from. */
  constructor(short: Suggester<C>, long: Suggester<C>, most: number, dimensions: number) {
    this.#short = short
    this.#long = long
    this.#most = most
    this.#dimensions = dimensions
  }

  get state(): readonly KernelState[] {
    return [...this.#short.state, ...this.#long.state]
  }

  set state(states: readonly KernelState[]) {
    const { length } = this.#short.state
    this.#short.state = states.slice(0, length)
    this.#long.state = states.slice(length)
  }

  suggest(knowledge: Knowledge, n: number, random: Random): C[] {
    const suggester = oneBudget(knowledge.observations, this.#dimensions).length > this.#most ? this.#long : this.#short
    return suggester.suggest(knowledge, n, random)
  }
}
