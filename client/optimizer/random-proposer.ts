import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { ConfigurationSpace, Random } from '../space/index.ts'
import { DistinctConfigurations } from './distinct-configurations.ts'
import type { Proposer } from './proposer.ts'
import { sobolDraws } from './sobol-draws.ts'

export interface RandomProposerOptions {
  /** Proposed before anything is drawn. Default: the default configuration. */
  readonly initial?: readonly Configuration[]
  /** Scrambled Sobol points, or independent uniform draws. Default: `sobol`; beyond 200 dimensions the draws are uniform, as `description` tells. */
  readonly draws?: 'sobol' | 'uniform'
}

/**
 * Random search without repetition: costs change nothing of what it proposes.
 * The same space, seed and options propose the same configurations in the same order, less those that were told before.
 */
export class RandomProposer<C extends Configuration = Configuration> implements Proposer {
  /** What a person reads. */
  readonly description: string
  readonly #space: ConfigurationSpace<C>
  readonly #initial: C[]
  readonly #source: DistinctConfigurations<C>
  #exhausted = false

  /** @throws SpaceError when an initial configuration is not legal */
  constructor(space: ConfigurationSpace<C>, random: Random, { initial, draws = 'sobol' }: RandomProposerOptions = {}) {
    this.#space = space
    this.#initial = (initial ?? [space.defaultConfiguration()]).map((configuration) => space.check(configuration))
    const own = random.split('random search')
    const sobol = draws === 'sobol' ? sobolDraws(space, own) : null
    this.description = describeDraws(draws, sobol !== null)
    this.#source = new DistinctConfigurations(space, own, sobol ?? (() => space.sample(own, 1)[0] ?? null))
  }

  get exhausted(): boolean {
    return this.#exhausted
  }

  propose(n: number): readonly C[] {
    const proposed: C[] = []
    while (proposed.length < n) {
      const next = this.#next()
      if (next === null) break
      proposed.push(next)
    }
    return proposed
  }

  told(info: TrialInfo, _value?: TrialValue): void {
    this.#source.exclude(this.#space.check(info.configuration))
  }

  #next(): C | null {
    for (let first = this.#initial.shift(); first !== undefined; first = this.#initial.shift())
      if (this.#source.exclude(first)) return first
    const next = this.#source.next()
    this.#exhausted = next === null
    return next
  }
}

function describeDraws(wanted: 'sobol' | 'uniform', sobol: boolean): string {
  if (sobol) return 'scrambled Sobol points'
  return wanted === 'uniform' ? 'uniform draws' : 'uniform draws, as the Sobol table ends at 200 dimensions'
}
