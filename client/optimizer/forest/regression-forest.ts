import type { Random } from '../../space/index.ts'
import type { CostForest, ForestPrediction } from './cost-forest.ts'
import { FOREST_DEFAULTS, type ForestOptions } from './forest-options.ts'
import { growTree } from './grow-tree.ts'
import type { LeafSums, RegressionTree } from './regression-tree.ts'
import { TrainingRows } from './training-rows.ts'

/**
 * A random forest that tells how sure it is: the variance of a prediction is that between the trees' means plus the mean of the leaves' own
 * (Hutter et al., "Algorithm Runtime Prediction: Methods & Evaluation", 2014, section 4.3.2).
 */
export class RegressionForest implements CostForest {
  readonly trees: readonly RegressionTree[]

  constructor(trees: readonly RegressionTree[]) {
    this.trees = trees
  }

  /** Learns from points without NaN; `categories`: by feature how many there are, 0 for a number. */
  static fit(
    points: readonly Float64Array[],
    targets: Float64Array,
    categories: Int32Array,
    random: Random,
    options: Partial<ForestOptions> = {},
  ): RegressionForest {
    const settings = { ...FOREST_DEFAULTS, ...options }
    const rows = new TrainingRows(points, targets, categories)
    return new RegressionForest(Array.from({ length: settings.trees }, () => growTree(rows, settings, random)))
  }

  get size(): number {
    return this.trees.length
  }

  predict(point: Float64Array, prediction: ForestPrediction): void {
    let sum = 0
    let squares = 0
    let within = 0
    for (const tree of this.trees) {
      const leaf = tree.leafOf(point)
      const mean = tree.mean(leaf)
      sum += mean
      squares += mean * mean
      within += tree.variance(leaf)
    }
    const { length } = this.trees
    prediction.mean = sum / length
    prediction.variance = Math.max(0, squares / length - prediction.mean * prediction.mean) + within / length
  }

  predictBy(at: number, point: Float64Array): number {
    const tree = this.trees[at] as RegressionTree
    return tree.mean(tree.leafOf(point))
  }

  believe(point: Float64Array, _: number, result: number): void {
    for (const tree of this.trees) tree.addTo(tree.leafOf(point), result)
  }

  /** Predictions for many points at once, `width` features each, one after the other: tree by tree, so that each tree stays at hand. */
  predictAll(points: Float64Array, width: number): { readonly means: Float64Array; readonly variances: Float64Array } {
    const count = points.length / width
    const sums: LeafSums = { means: new Float64Array(count), squares: new Float64Array(count), variances: new Float64Array(count) }
    for (const tree of this.trees) tree.addLeaves(points, width, sums)
    const { length } = this.trees
    const { means, squares, variances } = sums
    for (let at = 0; at < count; at++) {
      const mean = (means[at] as number) / length
      means[at] = mean
      variances[at] = Math.max(0, (squares[at] as number) / length - mean * mean) + (variances[at] as number) / length
    }
    return { means, variances }
  }

  /** A copy that is added to by itself. */
  branch(): RegressionForest {
    return new RegressionForest(this.trees.map((tree) => tree.branch()))
  }
}
