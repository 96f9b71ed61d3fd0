/** A travelling-salesman instance as the trials need it: numbers only, so that it is scattered once and read in place. */
export type TspInstance = {
  readonly dimension: number
  /** Length of the optimal tour. */
  readonly optimum: number
  /** `dimension * dimension` lengths, row by row. */
  readonly distances: Int32Array
  /** For every city its nearest cities, nearest first: rows of equal length. */
  readonly neighbours: Int32Array
}
