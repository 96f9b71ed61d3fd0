import { expect, test } from 'vitest'
import { Cholesky, rowStart } from '../../../../../client/optimizer/gp/cholesky.ts'
import { Random } from '../../../../../client/space/index.ts'

/** Bᵀ·B + 0.1·I, as a packed lower triangle. */
function positiveDefinite(size: number, random: Random): Float64Array {
  const b = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => random.normal()))
  const packed = new Float64Array(rowStart(size))
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++)
      packed[rowStart(row) + column] = b.reduce((sum, each) => sum + each[row]! * each[column]!, row === column ? 0.1 : 0)
  return packed
}

const at = (packed: Float64Array, row: number, column: number): number => packed[rowStart(Math.max(row, column)) + Math.min(row, column)]!

test('solves, inverts and gives the determinant of what it factored', () => {
  const random = new Random(1)
  for (const size of [1, 2, 5, 23]) {
    const matrix = positiveDefinite(size, random)
    const cholesky = new Cholesky()
    cholesky.factor(matrix, size)
    const x = Float64Array.from({ length: size }, () => random.normal())
    const b = x.map((_, row) => x.reduce((sum, value, column) => sum + at(matrix, row, column) * value, 0))
    cholesky.solveLower(b, b)
    cholesky.solveUpper(b, b)
    for (let row = 0; row < size; row++) expect(b[row]).toBeCloseTo(x[row]!, 8)
    const inverse = new Float64Array(rowStart(size))
    cholesky.inverse(inverse, new Float64Array(size * size))
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const product = x.reduce((sum, _, k) => sum + at(matrix, row, k) * at(inverse, k, column), 0)
        expect(product).toBeCloseTo(row === column ? 1 : 0, 8)
      }
  }
  const two = new Cholesky()
  two.factor(Float64Array.of(4, 2, 3), 2)
  expect(two.logDeterminant()).toBeCloseTo(Math.log(8), 12)
})

test('appending rows gives the same factor as factoring at once, and a clone goes its own way', () => {
  const matrix = positiveDefinite(20, new Random(2))
  const whole = new Cholesky()
  whole.factor(matrix, 20)
  const grown = new Cholesky(2)
  for (let row = 0; row < 20; row++) grown.append(matrix.subarray(rowStart(row), rowStart(row) + row), matrix[rowStart(row) + row]!)
  expect(grown.logDeterminant()).toBe(whole.logDeterminant())
  const clone = grown.clone()
  clone.append(new Float64Array(20), 1)
  expect([grown.size, clone.size]).toEqual([20, 21])
  expect(clone.logDeterminant()).toBe(grown.logDeterminant())
})

test('a singular matrix gives finite numbers', () => {
  const cholesky = new Cholesky()
  cholesky.factor(Float64Array.of(1, 1, 1, 1, 1, 1), 3)
  const x = Float64Array.of(1, 1, 1)
  cholesky.solveLower(x, x)
  expect(x.every(Number.isFinite)).toBe(true)
})
