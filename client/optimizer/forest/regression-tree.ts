/** A binary tree in columns: node 0 is the root. */
export interface TreeColumns {
  /** Two numbers a node: what it splits by (a numeric feature; of a categorical one −2 less the feature; −1 for a leaf), and its left child. The right child is the next node. */
  readonly splits: Int32Array
  /** For a numeric split: lower or equal goes left. */
  readonly threshold: Float64Array
  /** For a categorical split: where its words begin, with a bit for each category that goes left. */
  readonly bits: Int32Array
  readonly words: Int32Array
  /** Of the rows in a node: how many, and mean and variance of their targets. */
  readonly count: Float64Array
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** Sums over the trees, by point: of the leaves' means, of their squares, and of the leaves' variances. */
export interface LeafSums {
  readonly means: Float64Array
  readonly squares: Float64Array
  readonly variances: Float64Array
}

export class RegressionTree {
  readonly #columns: TreeColumns
  readonly #isNumeric: boolean

  constructor(columns: TreeColumns) {
    this.#columns = columns
    this.#isNumeric = columns.words.length === 0
  }

  /** The leaf of a point, which begins at `from`. A category that no row had goes right. */
  leafOf(point: Float64Array, from = 0): number {
    const { splits, threshold, bits, words } = this.#columns
    let node = 0
    for (let feature = splits[0] as number; feature !== -1; feature = splits[2 * node] as number) {
      const left = splits[2 * node + 1] as number
      if (feature >= 0) {
        // A number rather than a branch that is guessed wrong half of the time.
        node = left + Number((point[from + feature] as number) > (threshold[node] as number))
      } else {
        const value = point[from - feature - 2] as number
        node = left + 1 - (((words[(bits[node] as number) + (value >> 5)] as number) >>> (value & 31)) & 1)
      }
    }
    return node
  }

  /** Adds the leaves of all points, `width` features each, one after the other. */
  addLeaves(points: Float64Array, width: number, sums: LeafSums): void {
    const { mean: means, variance: variances, splits, threshold } = this.#columns
    for (let at = 0, from = 0; at < sums.means.length; at++, from += width) {
      let node = 0
      if (this.#isNumeric) {
        for (let feature = splits[0] as number; feature !== -1; feature = splits[2 * node] as number)
          node = (splits[2 * node + 1] as number) + Number((points[from + feature] as number) > (threshold[node] as number))
      } else node = this.leafOf(points, from)
      const mean = means[node] as number
      sums.means[at] = (sums.means[at] as number) + mean
      sums.squares[at] = (sums.squares[at] as number) + mean * mean
      sums.variances[at] = (sums.variances[at] as number) + (variances[node] as number)
    }
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
