import { dotProduct } from './dot-product.ts'

/** The least a pivot may be, as a share of its diagonal: what is smaller is lost in rounding. */
const LEAST_PIVOT = 1e-12

/**
 * The lower triangular factor L of a symmetric positive definite matrix A = L·Lᵀ, row after row, so that points can be appended.
 * A matrix that is not quite positive definite, by rounding, is made so at the pivot.
 */
export class Cholesky {
  #packed: Float64Array
  #size = 0

  constructor(capacity = 16) {
    this.#packed = new Float64Array((capacity * (capacity + 1)) / 2)
  }

  get size(): number {
    return this.#size
  }

  /** A copy that can be appended to by itself. */
  clone(room = 0): Cholesky {
    const copy = new Cholesky(this.#size + room)
    copy.#packed.set(this.#packed.subarray(0, rowStart(this.#size)))
    copy.#size = this.#size
    return copy
  }

  /** Adds a row and a column: the covariances with the rows there are, and the new diagonal element. */
  append(covariances: Float64Array, diagonal: number): void {
    const size = this.#size
    const start = rowStart(size)
    if (start + size + 1 > this.#packed.length) {
      const larger = new Float64Array(rowStart(Math.max(16, size * 2)) + size + 1)
      larger.set(this.#packed)
      this.#packed = larger
    }
    const packed = this.#packed
    let rest = diagonal
    for (let column = 0; column < size; column++) {
      const at = rowStart(column)
      const value = ((covariances[column] as number) - dotProduct(packed, start, packed, at, column)) / (packed[at + column] as number)
      packed[start + column] = value
      rest -= value * value
    }
    packed[start + size] = Math.sqrt(Math.max(rest, diagonal * LEAST_PIVOT))
    this.#size = size + 1
  }

  /** Factors a whole matrix, given by its lower triangle row by row, in place of what was here. */
  factor(lowerTriangle: Float64Array, size: number): void {
    if (this.#packed.length < rowStart(size)) this.#packed = new Float64Array(rowStart(size))
    const packed = this.#packed
    for (let row = 0; row < size; row++) {
      const start = rowStart(row)
      const diagonal = lowerTriangle[start + row] as number
      let rest = diagonal
      for (let column = 0; column < row; column++) {
        const at = rowStart(column)
        const value =
          ((lowerTriangle[start + column] as number) - dotProduct(packed, start, packed, at, column)) / (packed[at + column] as number)
        packed[start + column] = value
        rest -= value * value
      }
      packed[start + row] = Math.sqrt(Math.max(rest, diagonal * LEAST_PIVOT))
    }
    this.#size = size
  }

  /** Solves L·x = b; `x` may be `b`. */
  solveLower(b: Float64Array, x: Float64Array): void {
    const packed = this.#packed
    for (let row = 0; row < this.#size; row++) {
      const start = rowStart(row)
      x[row] = ((b[row] as number) - dotProduct(packed, start, x, 0, row)) / (packed[start + row] as number)
    }
  }

  /** Solves Lᵀ·x = b; `x` may be `b`. */
  solveUpper(b: Float64Array, x: Float64Array): void {
    const packed = this.#packed
    if (x !== b) x.set(b.subarray(0, this.#size))
    for (let row = this.#size - 1; row >= 0; row--) {
      const start = rowStart(row)
      const value = (x[row] as number) / (packed[start + row] as number)
      x[row] = value
      for (let column = 0; column < row; column++) x[column] = (x[column] as number) - value * (packed[start + column] as number)
    }
  }

  /** log |A|. */
  logDeterminant(): number {
    let sum = 0
    for (let row = 0; row < this.#size; row++) sum += Math.log(this.#packed[rowStart(row) + row] as number)
    return 2 * sum
  }

  /** The lower triangle of A⁻¹, row by row, into `inverse`; `work` holds as many numbers as a full matrix. */
  inverse(inverse: Float64Array, work: Float64Array): void {
    const size = this.#size
    const packed = this.#packed
    // `work`: the columns of L⁻¹, each a contiguous row of its own.
    for (let column = 0; column < size; column++) {
      const own = column * size
      work[own + column] = 1 / (packed[rowStart(column) + column] as number)
      for (let row = column + 1; row < size; row++) {
        const start = rowStart(row)
        work[own + row] = -dotProduct(packed, start + column, work, own + column, row - column) / (packed[start + row] as number)
      }
    }
    for (let row = 0; row < size; row++)
      for (let column = 0; column <= row; column++)
        inverse[rowStart(row) + column] = dotProduct(work, row * size + row, work, column * size + row, size - row)
  }
}

/** Where a row begins in a packed lower triangle. */
export function rowStart(row: number): number {
  return (row * (row + 1)) / 2
}
