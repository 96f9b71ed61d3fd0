import type { Configuration } from '../../contract/trial.ts'
import { ConfigurationIndex } from '../history/index.ts'
import { type ConfigurationSpace, type Random, SpaceError } from '../space/index.ts'

/** Draws that may fail in a row before a finite space is listed instead. */
const PATIENCE = 100
/** Draws that may fail in a row in an endless space. */
const MOST_DRAWS = 10_000

/**
 * Takes configurations from a source of draws and gives each only once. When the draws keep repeating themselves it draws uniformly,
 * and what is then left of a finite space is listed, so that a finite space is used up to the last configuration.
 */
export class DistinctConfigurations<C extends Configuration = Configuration> {
  readonly #space: ConfigurationSpace<C>
  readonly #random: Random
  readonly #draw: () => C | null
  readonly #seen = new ConfigurationIndex()
  #listing: Iterator<C> | null = null

  /** `draw` gives one configuration, or null when what it drew is forbidden. */
  constructor(space: ConfigurationSpace<C>, random: Random, draw: () => C | null) {
    this.#space = space
    this.#random = random
    this.#draw = draw
  }

  /** Never to be given (again). True when it was new. */
  exclude(configuration: Configuration): boolean {
    const before = this.#seen.length
    return this.#seen.add(configuration) > before
  }

  /** Tells a configuration apart by a number; from now on it is not given (again). */
  numberOf(configuration: Configuration): number {
    return this.#seen.add(configuration)
  }

  /** One that was neither given nor excluded before; null when the space has no more. @throws SpaceError */
  next(): C | null {
    if (this.#listing !== null) return this.#nextListed(this.#listing)
    const found = this.#try(PATIENCE, this.#draw) ?? this.#try(this.#finite() ? PATIENCE : MOST_DRAWS, () => this.#uniform())
    if (found !== null) return found
    if (!this.#finite())
      throw new SpaceError(null, `${MOST_DRAWS} draws gave no configuration that was not proposed before; the space has few likely ones`)
    this.#listing = this.#space.configurations()[Symbol.iterator]()
    return this.#nextListed(this.#listing)
  }

  #try(times: number, draw: () => C | null): C | null {
    for (let left = times; left > 0; left--) {
      const configuration = draw()
      if (configuration !== null && this.exclude(configuration)) return configuration
    }
    return null
  }

  #nextListed(listing: Iterator<C>): C | null {
    for (let step = listing.next(); !step.done; step = listing.next()) if (this.exclude(step.value)) return step.value
    return null
  }

  #uniform(): C | null {
    return this.#space.sample(this.#random, 1)[0] ?? null
  }

  #finite(): boolean {
    return this.#space.size() < Infinity
  }
}
