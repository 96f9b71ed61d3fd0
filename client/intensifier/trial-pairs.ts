import type { TrialInfo } from '../../contract/trial.ts'
import type { Random } from '../space/index.ts'

/** One of the conditions under which configurations are compared. */
export interface TrialPair {
  readonly instance: string | null
  readonly seed: number | null
}

export interface TrialPairsOptions {
  /** Null: trials have no instance. */
  readonly instances: readonly string[] | null
  /** True: one seed, 0, is enough. */
  readonly deterministic: boolean
  /** No configuration is run on more pairs than this. */
  readonly most: number
}

const SEEDS = 2 ** 31

/**
 * The pairs of instance and seed in the order in which incumbents are run on them: every instance once with one seed, in random order,
 * then every one with another seed, and so on.
 */
export class TrialPairs {
  readonly length: number
  readonly #instances: readonly (string | null)[]
  readonly #deterministic: boolean
  readonly #random: Random
  readonly #made: TrialPair[] = []

  constructor({ instances, deterministic, most }: TrialPairsOptions, random: Random) {
    this.#instances = instances ?? [null]
    this.#deterministic = deterministic
    this.#random = random
    this.length = deterministic ? Math.min(most, this.#instances.length) : most
  }

  get first(): TrialPair {
    return this.#at(0)
  }

  /** The pairs, one after the other; the same each time. */
  *[Symbol.iterator](): Generator<TrialPair> {
    for (let at = 0; at < this.length; at++) yield this.#at(at)
  }

  #at(place: number): TrialPair {
    while (this.#made.length <= place) {
      const seed = this.#deterministic ? 0 : this.#random.integer(SEEDS)
      for (const instance of this.#random.shuffle([...this.#instances])) this.#made.push(Object.freeze({ instance, seed }))
    }
    return this.#made[place] as TrialPair
  }
}

/** Tells pairs apart. */
export const pairKey = ({ instance = null, seed = null }: Pick<TrialInfo, 'instance' | 'seed'>): string =>
  instance === null ? `${seed}` : `${seed} ${instance}`
