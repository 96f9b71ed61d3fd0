/** The rows that a forest learns from, feature by feature, and their order by each numeric feature, which all trees share. */
export class TrainingRows {
  readonly length: number
  /** By feature: how many categories it has; 0 for a number. */
  readonly categories: Int32Array
  /** By feature: the value of each row. */
  readonly columns: readonly Float64Array[]
  readonly targets: Float64Array
  /** By feature: the rows in the order of their values; for categories in any order. */
  readonly orders: readonly Int32Array[]

  /** Points must not hold NaN. */
  constructor(points: readonly Float64Array[], targets: Float64Array, categories: Int32Array) {
    this.length = points.length
    this.categories = categories
    this.targets = targets
    this.columns = Array.from(categories, (_, feature) => Float64Array.from(points, (point) => point[feature] as number))
    this.orders = this.columns.map((column) => order(column))
  }
}

/** Sorts numbers with their places packed beside them: typed arrays sort numbers fast, and other orders slowly. */
function order(column: Float64Array): Int32Array {
  const sorted = Float64Array.from(column).sort()
  const starts = new Map<number, number>()
  for (let rank = sorted.length - 1; rank >= 0; rank--) starts.set(sorted[rank] as number, rank)
  const order = new Int32Array(column.length)
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number
    const rank = starts.get(value) as number
    order[rank] = row
    starts.set(value, rank + 1)
  }
  return order
}
