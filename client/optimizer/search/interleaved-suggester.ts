import type { Configuration } from '../../../contract/trial.ts'
import type { ConfigurationSpace, Random } from '../../space/index.ts'
import type { KernelState } from '../gp/kernel-state.ts'
import type { Knowledge, Suggester } from '../model/suggester.ts'

/**
 * Replaces a share of the suggestions by random configurations, so that no model, however wrong, keeps any region from being seen (Hutter, Hoos and
 * Leyton-Brown, "Sequential Model-Based Optimization for General Algorithm Configuration", 2011, section 4.3; SMAC: `ProbabilityRandomDesign`).
 */
export class InterleavedSuggester<C extends Configuration> implements Suggester<C> {
  readonly #suggester: Suggester<C>
  readonly #space: ConfigurationSpace<C>
  readonly #share: number

  constructor(suggester: Suggester<C>, space: ConfigurationSpace<C>, share: number) {
    this.#suggester = suggester
    this.#space = space
    this.#share = share
  }

  get state(): readonly KernelState[] {
    return this.#suggester.state
  }

  set state(states: readonly KernelState[]) {
    this.#suggester.state = states
  }

  suggest(knowledge: Knowledge, n: number, random: Random): C[] {
    const own = random.split('interleaved')
    const isRandom = Array.from({ length: n }, () => own.float() < this.#share)
    const modelled = isRandom.filter((is) => !is).length
    const suggested = modelled === 0 ? [] : this.#suggester.suggest(knowledge, modelled, random)
    const drawn = this.#space.sample(own, n - modelled)
    return isRandom.map((is) => (is ? drawn.shift() : suggested.shift())).filter((each) => each !== undefined)
  }
}
