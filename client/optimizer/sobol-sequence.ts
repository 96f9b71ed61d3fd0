import type { Random } from '../space/index.ts'
import { JOE_KUO_NUMBERS } from './joe-kuo-numbers.ts'
import { owenScramble } from './owen-scramble.ts'

const BITS = 32
let table: readonly (readonly number[])[] | null = null

/**
 * Sobol's low-discrepancy points in the unit cube, in Gray-code order (Antonov and Saleev 1979; direction numbers: Joe and Kuo 2008).
 * Unscrambled it starts at the origin; with a generator it is Owen-scrambled, each dimension by its own seed.
 */
export class SobolSequence {
  static readonly maxDimensions = 200
  readonly dimensions: number
  readonly #directions: readonly Uint32Array[]
  readonly #seeds: Uint32Array | null
  readonly #point: Uint32Array
  #index = 0

  /** @throws RangeError unless the dimensions are 1 to 200 */
  constructor(dimensions: number, options: { readonly scramble?: Random } = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > SobolSequence.maxDimensions)
      throw new RangeError(`expected 1 to ${SobolSequence.maxDimensions} dimensions, got ${dimensions}`)
    const { scramble } = options
    this.dimensions = dimensions
    this.#directions = Array.from({ length: dimensions }, (_, dimension) => directionNumbers(dimension))
    this.#seeds = scramble === undefined ? null : Uint32Array.from({ length: dimensions }, () => scramble.uint32())
    this.#point = new Uint32Array(dimensions)
  }

  /** The next point, one number in [0, 1) a dimension. @throws RangeError after 2^32 points */
  next(): Float64Array {
    if (this.#index === 2 ** BITS) throw new RangeError('the Sobol sequence ends after 2^32 points')
    const seeds = this.#seeds
    const units = Float64Array.from(this.#point, (fraction, dimension) => {
      return (seeds === null ? fraction : owenScramble(fraction, seeds[dimension] as number)) / 2 ** BITS
    })
    this.#index++
    // The lowest set bit says which direction comes next in Gray-code order; there is none after the last point.
    const direction = 31 - Math.clz32(this.#index & -this.#index)
    for (let dimension = 0; dimension < this.dimensions && direction >= 0; dimension++)
      this.#point[dimension] = (this.#point[dimension] as number) ^ (this.#directions[dimension]?.[direction] as number)
    return units
  }
}

/** v_1 … v_32 as 32-bit fractions (Joe and Kuo 2008, equation 2.1 ff.). */
function directionNumbers(dimension: number): Uint32Array {
  const directions = new Uint32Array(BITS)
  if (dimension === 0) return directions.map((_, bit) => 2 ** (BITS - 1 - bit))
  table ??= JOE_KUO_NUMBERS.split('\n').map((line) => line.split(' ').map(Number))
  const [polynomial = 0, ...initial] = table[dimension - 1] ?? []
  const degree = initial.length
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      directions[bit] = (initial[bit] as number) << (BITS - 1 - bit)
      continue
    }
    const oldest = directions[bit - degree] as number
    let value = oldest ^ (oldest >>> degree)
    for (let back = 1; back < degree; back++) if ((polynomial >>> (degree - back)) & 1) value ^= directions[bit - back] as number
    directions[bit] = value
  }
  return directions
}
