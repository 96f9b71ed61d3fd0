/** A binary tree in columns: node 0 is the root. */
export interface TreeColumns {
  /** The feature that a node splits by; -1 for a leaf. */
  readonly feature: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  /** For a numeric split: lower or equal goes left. */
  readonly threshold: Float64Array
  /** For a categorical split: where its words begin, with a bit for each category that goes left; -1 for a numeric split. */
  readonly bits: Int32Array
  readonly words: Int32Array
  /** Of the rows in a node: how many, and mean and variance of their targets. */
  readonly count: Float64Array
  readonly mean: Float64Array
  readonly variance: Float64Array
}

export class RegressionTree {
  readonly #columns: TreeColumns

  constructor(columns: TreeColumns) {
    this.#columns = columns
  }

  /** The leaf of a point. A category that no row had goes right. */
  leafOf(point: Float64Array): number {
    const { feature: features, left, right, threshold, bits, words } = this.#columns
    let node = 0
    for (let feature = features[0] as number; feature >= 0; feature = features[node] as number) {
      const value = point[feature] as number
      const start = bits[node] as number
      const isLeft =
        start < 0 ? value <= (threshold[node] as number) : (((words[start + (value >> 5)] as number) >>> (value & 31)) & 1) === 1
      node = (isLeft ? left[node] : right[node]) as number
    }
    return node
  }

  mean(leaf: number): number {
    return this.#columns.mean[leaf] as number
  }

  variance(leaf: number): number {
    return this.#columns.variance[leaf] as number
  }

  /** One more row in a leaf, without another split (Welford's update). */
  addTo(leaf: number, target: number): void {
    const { count: counts, mean: means, variance: variances } = this.#columns
    const count = (counts[leaf] as number) + 1
    const change = target - (means[leaf] as number)
    const mean = (means[leaf] as number) + change / count
    counts[leaf] = count
    variances[leaf] = ((variances[leaf] as number) * (count - 1) + change * (target - mean)) / count
    means[leaf] = mean
  }

  /** A copy whose leaves are added to by themselves; the splits are shared. */
  branch(): RegressionTree {
    const { count, mean, variance } = this.#columns
    return new RegressionTree({ ...this.#columns, count: count.slice(), mean: mean.slice(), variance: variance.slice() })
  }
}
