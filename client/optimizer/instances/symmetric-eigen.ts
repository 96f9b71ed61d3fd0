export interface Eigen {
  /** In falling order. */
  readonly values: readonly number[]
  /** In the order of the values; of length 1, the entry farthest from 0 positive. */
  readonly vectors: readonly Float64Array[]
}

const MOST_SWEEPS = 60
const PRECISION = 1e-14

/** Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, "Matrix Computations", 2013, section 8.5). */
export function symmetricEigen(matrix: readonly Float64Array[]): Eigen {
  const n = matrix.length
  const a = matrix.map((row) => row.slice())
  const vectors = a.map((_, at) => new Float64Array(n).fill(0).fill(1, at, at + 1))
  const total = a.reduce((sum, row) => row.reduce((own, value) => own + value * value, sum), 0)
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > PRECISION * PRECISION * total; sweep++)
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q)
  const order = a.map((_, at) => at).sort((x, y) => diagonal(a, y) - diagonal(a, x) || x - y)
  return { values: order.map((at) => diagonal(a, at)), vectors: order.map((at) => signed(vectors[at] as Float64Array)) }
}

/** Makes the entry at p and q zero. The vectors are kept as rows. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const [rowP, rowQ] = [a[p] as Float64Array, a[q] as Float64Array]
  const off = rowP[q] as number
  if (off === 0) return
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * off)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (const row of a) turn(row, p, row, q, c, s)
  for (let k = 0; k < a.length; k++) turn(rowP, k, rowQ, k, c, s)
  for (let k = 0; k < a.length; k++) turn(vectors[p] as Float64Array, k, vectors[q] as Float64Array, k, c, s)
}

function turn(x: Float64Array, i: number, y: Float64Array, j: number, c: number, s: number): void {
  const [u, v] = [x[i] as number, y[j] as number]
  x[i] = c * u - s * v
  y[j] = s * u + c * v
}

function diagonal(a: readonly Float64Array[], at: number): number {
  return a[at]?.[at] ?? Number.NaN
}

function offDiagonal(a: readonly Float64Array[]): number {
  return a.reduce((sum, row, at) => row.reduce((own, value, column) => (column === at ? own : own + value * value), sum), 0)
}

function signed(vector: Float64Array): Float64Array {
  const farthest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) + PRECISION ? value : most), 0)
  return farthest < 0 ? vector.map((value) => -value) : vector
}
