import type { Random } from '../../space/index.ts'
import { bestSplit, type NodeRows, type Split } from './best-split.ts'
import type { ForestOptions } from './forest-options.ts'
import { RegressionTree } from './regression-tree.ts'
import type { TrainingRows } from './training-rows.ts'

/** A share of the sum of squares below which a split is rounding. */
const LEAST_GAIN = 1e-12

/**
 * One tree of a random forest (Breiman, "Random Forests", 2001), for regression as in Hutter et al., "Algorithm Runtime Prediction", 2014,
 * section 4.3. The rows are sorted once for all trees; each split divides every feature's order and keeps it sorted.
 */
export function growTree(rows: TrainingRows, options: ForestOptions, random: Random): RegressionTree {
  return new TreeGrowth(rows, options, random).tree()
}

class TreeGrowth {
  readonly #rows: TrainingRows
  readonly #options: ForestOptions
  readonly #random: Random
  /** How often the bootstrap drew each row. */
  readonly #weights: Int32Array
  /** By feature: the rows of this tree, sorted within each node's stretch. */
  readonly #orders: Int32Array[]
  readonly #isLeft: Uint8Array
  readonly #right: Int32Array
  readonly #features: number[]
  readonly #feature: number[] = []
  readonly #left: number[] = []
  readonly #threshold: number[] = []
  readonly #bits: number[] = []
  readonly #words: number[] = []
  readonly #count: number[] = []
  readonly #mean: number[] = []
  readonly #variance: number[] = []

  constructor(rows: TrainingRows, options: ForestOptions, random: Random) {
    this.#rows = rows
    this.#options = options
    this.#random = random
    this.#weights = new Int32Array(rows.length)
    if (options.bootstrap) {
      for (let k = 0; k < rows.length; k++) {
        const row = random.integer(rows.length)
        this.#weights[row] = (this.#weights[row] as number) + 1
      }
    } else this.#weights.fill(1)
    this.#orders = rows.orders.map((order) => order.filter((row) => this.#weights[row] !== 0))
    this.#isLeft = new Uint8Array(rows.length)
    this.#right = new Int32Array(rows.length)
    this.#features = rows.orders.map((_, feature) => feature)
  }

  tree(): RegressionTree {
    const end = this.#orders[0]?.length ?? 0
    const waiting: { readonly node: number; readonly rows: NodeRows }[] = []
    const begin = (start: number, until: number): number => {
      const totals = this.#totals(start, until)
      const node = this.#addNode(totals)
      waiting.push({ node, rows: totals })
      return node
    }
    begin(0, end)
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, rows } = next
      const split = this.#choose(rows)
      if (split === null) continue
      this.#write(node, split)
      const middle = this.#divide(rows, split, this.#threshold[node] as number)
      this.#left[node] = begin(rows.start, middle)
      begin(middle, rows.end)
    }
    return new RegressionTree({
      splits: Int32Array.from(
        { length: 2 * this.#feature.length },
        (_, at) => (at % 2 === 0 ? this.#feature : this.#left)[at >> 1] as number,
      ),
      threshold: Float64Array.from(this.#threshold),
      bits: Int32Array.from(this.#bits),
      words: Int32Array.from(this.#words),
      count: Float64Array.from(this.#count),
      mean: Float64Array.from(this.#mean),
      variance: Float64Array.from(this.#variance),
    })
  }

  #totals(start: number, end: number): NodeRows {
    const order = this.#orders[0] as Int32Array
    let weight = 0
    let sum = 0
    let squares = 0
    for (let place = start; place < end; place++) {
      const row = order[place] as number
      const target = this.#rows.targets[row] as number
      const own = this.#weights[row] as number
      weight += own
      sum += own * target
      squares += own * target * target
    }
    return { start, end, weight, sum, squares }
  }

  #addNode({ weight, sum, squares }: NodeRows): number {
    this.#feature.push(0)
    this.#left.push(this.#left.length)
    this.#threshold.push(Number.POSITIVE_INFINITY)
    this.#bits.push(-1)
    this.#count.push(weight)
    const mean = sum / weight
    this.#mean.push(mean)
    return this.#variance.push(Math.max(0, squares / weight - mean * mean)) - 1
  }

  /** The best split among a random share of the features; the others are asked only when none of those can be split. */
  #choose(node: NodeRows): Split | null {
    const { leastInLeaf, featureShare } = this.#options
    if (node.weight < 2 * leastInLeaf) return null
    const own = (node.sum * node.sum) / node.weight
    let mustExceed = own + LEAST_GAIN * node.squares
    if (node.squares - own <= LEAST_GAIN * node.squares) return null
    const features = this.#features
    const tried = Math.max(1, Math.floor(featureShare * features.length + 1e-9))
    let best: Split | null = null
    for (let k = 0; k < features.length; k++) {
      if (k >= tried && best !== null) break
      const other = k + this.#random.integer(features.length - k)
      const feature = features[other] as number
      features[other] = features[k] as number
      features[k] = feature
      const order = this.#orders[feature] as Int32Array
      const found = bestSplit(this.#rows, order, this.#weights, node, feature, leastInLeaf, mustExceed)
      if (found === null) continue
      best = found
      mustExceed = found.score
    }
    return best
  }

  #write(node: number, { feature, below, above, goesLeft }: Split): void {
    this.#feature[node] = goesLeft === null ? feature : -1 - feature
    if (goesLeft === null) {
      const share = this.#options.threshold === 'middle' ? 0.5 : this.#random.float()
      const threshold = below + share * (above - below)
      // Rounding must not put the upper row on the lower side.
      this.#threshold[node] = threshold < above ? threshold : below
      return
    }
    this.#bits[node] = this.#words.length
    for (let first = 0; first < goesLeft.length; first += 32) {
      let bits = 0
      for (let bit = 0; bit < 32; bit++) if (goesLeft[first + bit] === true) bits |= 1 << bit
      this.#words.push(bits)
    }
  }

  /** Divides the node's stretch of every order, and gives where the right part begins. */
  #divide({ start, end }: NodeRows, { feature, goesLeft }: Split, threshold: number): number {
    const column = this.#rows.columns[feature] as Float64Array
    const first = this.#orders[0] as Int32Array
    for (let place = start; place < end; place++) {
      const row = first[place] as number
      const value = column[row] as number
      this.#isLeft[row] = (goesLeft === null ? value <= threshold : goesLeft[value] === true) ? 1 : 0
    }
    let middle = start
    for (const order of this.#orders) {
      middle = start
      let right = 0
      for (let place = start; place < end; place++) {
        const row = order[place] as number
        if (this.#isLeft[row] === 1) order[middle++] = row
        else this.#right[right++] = row
      }
      order.set(this.#right.subarray(0, right), middle)
    }
    return middle
  }
}
