/** A generator's whole state as eight 32-bit numbers, fit for JSON. */
export type RandomState = readonly number[]

/**
 * A seeded generator: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021).
 * The same seed gives the same numbers on every machine and Node version: integer arithmetic, `Math.log` and `Math.sqrt` only.
 *
 * @example
 * const random = new Random(1)
 * const designs = random.split('design') // its numbers do not depend on how many `random` has given
 */
export class Random {
  /** What the generator was seeded with; streams are split off it. */
  #key: readonly number[] = []
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  /** @throws RangeError unless the seed is an integer between ±2^53 */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`expected an integer seed between -(2^53-1) and 2^53-1, got ${seed}`)
    const low = seed >>> 0
    const high = Math.floor(seed / 2 ** 32) >>> 0
    this.#start(mix([low, high]))
  }

  /** The generator that goes on where `state()` was taken. @throws RangeError when it is no such state */
  static restore(state: RandomState): Random {
    const whole = state.length === 8 && state.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)
    if (!whole || state.slice(4).every((word) => word === 0)) throw new RangeError('expected a random state of eight 32-bit numbers')
    const random = new Random(0)
    random.#start(state.slice(0, 4))
    random.#go(state.slice(4))
    return random
  }

  state(): RandomState {
    return [...this.#key, this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0]
  }

  /** Another generator, named: the same name always gives the same one, however far this one has come. */
  split(stream: string | number): Random {
    const name = typeof stream === 'number' ? `#${stream}` : stream
    const words = [...this.#key, name.length]
    for (let i = 0; i < name.length; i++) words.push(name.charCodeAt(i))
    const random = new Random(0)
    random.#start(mix(words))
    return random
  }

  /** 32 random bits, 0 to 2^32 - 1. */
  uint32(): number {
    return this.#next() >>> 0
  }

  /** Uniform in [0, 1), 53 bits. */
  float(): number {
    const high = this.#next() >>> 5
    const low = this.#next() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }

  /** Uniform in 0 … n - 1, without bias. @throws RangeError unless n is an integer from 1 to 2^53 - 1 */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`expected an integer from 1 to 2^53-1, got ${n}`)
    const wide = n > 2 ** 32
    const range = wide ? 2 ** 53 : 2 ** 32
    const fair = range - (range % n)
    for (;;) {
      const drawn = wide ? this.float() * 2 ** 53 : this.uint32()
      if (drawn < fair) return drawn % n
    }
  }

  /** Standard normal (Marsaglia's polar method; nothing is kept for the next call). */
  normal(): number {
    for (;;) {
      const x = 2 * this.float() - 1
      const y = 2 * this.float() - 1
      const square = x * x + y * y
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square)
    }
  }

  /** Shuffles in place (Fisher–Yates) and gives the array back. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const moved = items[last] as T
      items[last] = items[other] as T
      items[other] = moved
    }
    return items
  }

  #start(key: readonly number[]): void {
    this.#key = key
    this.#go(mix([...key, 0x5eed]))
  }

  #go([a = 0, b = 0, c = 0, d = 0]: readonly number[]): void {
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    this.#d = d | 0
  }

  #next(): number {
    const fived = Math.imul(this.#b, 5)
    const result = Math.imul((fived << 7) | (fived >>> 25), 9)
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result
  }
}

/** Any words to four well-mixed ones, never all 0 (MurmurHash3's finalizer, absorbed once per lane). */
function mix(words: readonly number[]): number[] {
  const lanes = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667].map((lane) => {
    let hash = lane
    for (const word of words) hash = finalize((Math.imul(hash, 0x85ebca6b) + word + 0x9e3779b9) | 0)
    return hash >>> 0
  })
  return lanes.every((lane) => lane === 0) ? [1, 0, 0, 0] : lanes
}

function finalize(word: number): number {
  let hash = word
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
