/** A binary tree in columns: node 0 is the root. */
export interface TreeColumns {
  /**
   * Two numbers a node: what it splits by (a numeric feature; of a categorical one −1 less the feature), and its left child; the right child is
   * the next node. A leaf is its own left child.
   */
  readonly splits: Int32Array
  /** For a numeric split: lower or equal goes left. For a leaf infinite: everything stays. */
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
  readonly #depth: number

  constructor(columns: TreeColumns) {
    this.#columns = columns
    this.#isNumeric = columns.words.length === 0
    this.#depth = depth(columns.splits)
  }

  /** The leaf of a point, which begins at `from`. A category that no row had goes right. */
  leafOf(point: Float64Array, from = 0): number {
    const { splits, threshold, bits, words } = this.#columns
    for (let node = 0; ; ) {
      const feature = splits[2 * node] as number
      const left = splits[2 * node + 1] as number
      if (left === node) return node
      if (feature >= 0) node = left + Number((point[from + feature] as number) > (threshold[node] as number))
      else {
        const value = point[from - feature - 1] as number
        node = left + 1 - (((words[(bits[node] as number) + (value >> 5)] as number) >>> (value & 31)) & 1)
      }
    }
  }

  /** Adds the leaves of all points, `width` features each, one after the other. */
  addLeaves(points: Float64Array, width: number, sums: LeafSums): void {
    const count = sums.means.length
    let at = 0
    if (this.#isNumeric) for (; at + 3 < count; at += 4) this.#addFour(points, at, width, sums)
    for (; at < count; at++) this.#add(this.leafOf(points, at * width), at, sums)
  }

  /** Four points side by side, for as many steps as the deepest leaf takes: no branch is guessed, and no point waits for another one. */
  #addFour(points: Float64Array, at: number, width: number, sums: LeafSums): void {
    const { splits, threshold } = this.#columns
    const first = at * width
    const second = first + width
    const third = second + width
    const fourth = third + width
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let step = this.#depth; step > 0; step--) {
      a = (splits[2 * a + 1] as number) + Number((points[first + (splits[2 * a] as number)] as number) > (threshold[a] as number))
      b = (splits[2 * b + 1] as number) + Number((points[second + (splits[2 * b] as number)] as number) > (threshold[b] as number))
      c = (splits[2 * c + 1] as number) + Number((points[third + (splits[2 * c] as number)] as number) > (threshold[c] as number))
      d = (splits[2 * d + 1] as number) + Number((points[fourth + (splits[2 * d] as number)] as number) > (threshold[d] as number))
    }
    this.#add(a, at, sums)
    this.#add(b, at + 1, sums)
    this.#add(c, at + 2, sums)
    this.#add(d, at + 3, sums)
  }

  #add(leaf: number, at: number, sums: LeafSums): void {
    const mean = this.mean(leaf)
    sums.means[at] = (sums.means[at] as number) + mean
    sums.squares[at] = (sums.squares[at] as number) + mean * mean
    sums.variances[at] = (sums.variances[at] as number) + this.variance(leaf)
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

  /**
   * For points that are known but for their first features: by node, the weight of those of the given rest that could come there, whatever the
   * first features are. `rests`: the features from number `from` on, all of them numbers.
   */
  weigh(rests: readonly Float64Array[], from: number, weights: Float64Array): Float64Array {
    const { splits, threshold } = this.#columns
    const found = new Float64Array(splits.length / 2)
    const waiting: { readonly node: number; readonly places: readonly number[] }[] = [{ node: 0, places: [...rests.keys()] }]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, places } = next
      found[node] = places.reduce((sum, place) => sum + (weights[place] as number), 0)
      const feature = splits[2 * node] as number
      const left = splits[2 * node + 1] as number
      if (left === node || places.length === 0) continue
      const isRest = feature >= from
      const isRight = (place: number): boolean => (rests[place]?.[feature - from] as number) > (threshold[node] as number)
      waiting.push({ node: left, places: isRest ? places.filter((place) => !isRight(place)) : places })
      waiting.push({ node: left + 1, places: isRest ? places.filter(isRight) : places })
    }
    return found
  }

  /** The leaves that a point of first features comes to with any of the rests that were weighed; they go to `leaves`, their number is given. */
  leavesOf(first: Float64Array, weighed: Float64Array, leaves: Int32Array): number {
    const { splits, threshold, bits, words } = this.#columns
    // What waits lies at the end of the leaves: those found and those waiting are never more than all leaves.
    let count = 0
    let waiting = leaves.length
    for (let node = 0; ; ) {
      const feature = splits[2 * node] as number
      const left = splits[2 * node + 1] as number
      if (left === node) {
        leaves[count++] = node
        if (waiting === leaves.length) return count
        node = leaves[waiting++] as number
      } else if (feature < 0) {
        const value = first[-feature - 1] as number
        node = left + 1 - (((words[(bits[node] as number) + (value >> 5)] as number) >>> (value & 31)) & 1)
      } else if (feature < first.length) node = left + Number((first[feature] as number) > (threshold[node] as number))
      else if (weighed[left + 1] === 0) node = left
      else if (weighed[left] === 0) node = left + 1
      else {
        leaves[--waiting] = left + 1
        node = left
      }
    }
  }

  get nodes(): number {
    return this.#columns.mean.length
  }

  /** A copy whose leaves are added to by themselves; the splits are shared. */
  branch(): RegressionTree {
    const { count, mean, variance } = this.#columns
    return new RegressionTree({ ...this.#columns, count: count.slice(), mean: mean.slice(), variance: variance.slice() })
  }
}

/** Steps to the deepest leaf. A child comes after its parent. */
function depth(splits: Int32Array): number {
  const depths = new Int32Array(splits.length / 2)
  let most = 0
  for (let node = 0; node < depths.length; node++) {
    const left = splits[2 * node + 1] as number
    if (left === node) continue
    most = Math.max(most, (depths[node] as number) + 1)
    depths.fill((depths[node] as number) + 1, left, left + 2)
  }
  return most
}
