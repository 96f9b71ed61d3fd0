import type { Configuration } from '../../contract/trial.ts'
import { configurationKey } from '../space/index.ts'
import { GrowingColumn } from './growing-column.ts'

/**
 * Numbers configurations from 1 in the order in which they are first seen. An open-addressed hash table of numbers:
 * some 20 bytes a configuration beside itself, where a Map of key strings takes over 100.
 */
export class ConfigurationIndex {
  readonly #configurations: Configuration[] = []
  readonly #hashes = new GrowingColumn(Int32Array)
  /** Configuration numbers, 0 for free; a power of two of them, at most three quarters taken. */
  #slots = new Int32Array(16)

  get length(): number {
    return this.#configurations.length
  }

  /** Undefined when there is none of that number. */
  get(id: number): Configuration | undefined {
    return this.#configurations[id - 1]
  }

  /** Null when it was never added. */
  find(configuration: Configuration): number | null {
    return this.#slots[this.#slotOf(configuration, hashOf(configuration))] || null
  }

  /** Its number, a new one when it was not known. */
  add(configuration: Configuration): number {
    const hash = hashOf(configuration)
    const slot = this.#slotOf(configuration, hash)
    const known = this.#slots[slot]
    if (known) return known
    // Kept for the whole run: whoever made it may change it later.
    const id = this.#configurations.push(Object.isFrozen(configuration) ? configuration : Object.freeze({ ...configuration }))
    this.#hashes.push(hash)
    this.#slots[slot] = id
    if (id * 4 > this.#slots.length * 3) this.#grow()
    return id
  }

  /** Where the configuration is, or else where it belongs. */
  #slotOf(configuration: Configuration, hash: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]
      if (!id || (this.#hashes.at(id - 1) === hash && same(this.#configurations[id - 1], configuration))) return slot
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let id = 1; id <= this.length; id++) {
      let slot = this.#hashes.at(id - 1) & mask
      while (slots[slot]) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.#slots = slots
  }
}

function hashOf(configuration: Configuration): number {
  const key = configurationKey(configuration)
  let hash = 0
  for (let at = 0; at < 8; at++) hash = Math.imul(hash, 67) + key.charCodeAt(at)
  return hash | 0
}

function same(a: Configuration | undefined, b: Configuration): boolean {
  if (a === b) return true
  return a !== undefined && configurationKey(a) === configurationKey(b)
}
