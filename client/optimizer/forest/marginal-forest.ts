import type { CostForest, ForestPrediction } from './cost-forest.ts'
import type { RegressionForest } from './regression-forest.ts'
import type { RegressionTree } from './regression-tree.ts'

/** The instances that a forest's predictions are means over. */
export interface ForestInstances {
  /** By instance: its features. */
  readonly features: readonly Float64Array[]
  /** By instance: what it adds to every configuration's cost. */
  readonly offsets: Float64Array
  /** Whether the forest and the offsets tell logarithms of costs. */
  readonly isLogarithmic: boolean
}

/** Where predictions lie: they are brought to mean 0 and variance 1. */
interface Scale {
  readonly mean: number
  readonly spread: number
}

/**
 * A forest over configurations and instances, asked for configurations alone: each tree says the mean of its leaves over the instances, the
 * forest the mean and the variance of its trees (Hutter, Hoos and Leyton-Brown, 2011, section 4.1). Of logarithms it is the logarithm of the
 * mean cost. Which instances come to a leaf is counted once: a prediction visits each leaf that any of them come to, not each instance.
 */
export class MarginalForest implements CostForest {
  readonly #forest: RegressionForest
  readonly #isLogarithmic: boolean
  readonly #scale: Scale
  /** What the offsets add to every prediction. */
  readonly #level: number
  /** By tree and node: the share of the instances that may come there. */
  readonly #weighed: readonly Float64Array[]
  readonly #leaves: Int32Array

  private constructor(forest: RegressionForest, isLogarithmic: boolean, scale: Scale, level: number, weighed: readonly Float64Array[]) {
    this.#forest = forest
    this.#isLogarithmic = isLogarithmic
    this.#scale = scale
    this.#level = level
    this.#weighed = weighed
    this.#leaves = new Int32Array(Math.max(...forest.trees.map(({ nodes }) => nodes)))
  }

  /** `forest`: of the configurations' `dimensions` features, and the instances' after them. */
  static over(forest: RegressionForest, dimensions: number, { features, offsets, isLogarithmic }: ForestInstances): MarginalForest {
    const top = isLogarithmic ? Math.max(...offsets) : 0
    const weights = isLogarithmic ? offsets.map((offset) => Math.exp(offset - top)) : new Float64Array(offsets.length).fill(1)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const level = isLogarithmic ? top + Math.log(total / weights.length) : offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length
    const shares = weights.map((weight) => weight / total)
    const weighed = forest.trees.map((tree) => tree.weigh(features, dimensions, shares))
    return new MarginalForest(forest, isLogarithmic, { mean: 0, spread: 1 }, level, weighed)
  }

  /** The same, with predictions on another scale. */
  scaled(scale: Scale): MarginalForest {
    return new MarginalForest(this.#forest, this.#isLogarithmic, scale, this.#level, this.#weighed)
  }

  get size(): number {
    return this.#forest.size
  }

  predict(input: Float64Array, prediction: ForestPrediction): void {
    let sum = 0
    let squares = 0
    for (let tree = 0; tree < this.size; tree++) {
      const mean = this.predictBy(tree, input)
      sum += mean
      squares += mean * mean
    }
    prediction.mean = sum / this.size
    prediction.variance = Math.max(0, squares / this.size - prediction.mean * prediction.mean)
  }

  predictBy(at: number, input: Float64Array): number {
    const tree = this.#forest.trees[at] as RegressionTree
    const weighed = this.#weighed[at] as Float64Array
    const count = tree.leavesOf(input, weighed, this.#leaves)
    let sum = 0
    for (let k = 0; k < count; k++) {
      const leaf = this.#leaves[k] as number
      const mean = tree.mean(leaf)
      sum += (weighed[leaf] as number) * (this.#isLogarithmic ? Math.exp(mean) : mean)
    }
    const { mean, spread } = this.#scale
    return ((this.#isLogarithmic ? Math.log(sum) : sum) + this.#level - mean) / spread
  }

  /** Every leaf that the configuration comes to gets one more row, as far from its mean as the result is from the prediction. */
  believe(input: Float64Array, mean: number, result: number): void {
    const change = (result - mean) * this.#scale.spread
    for (const [at, tree] of this.#forest.trees.entries()) {
      const count = tree.leavesOf(input, this.#weighed[at] as Float64Array, this.#leaves)
      for (let k = 0; k < count; k++) {
        const leaf = this.#leaves[k] as number
        tree.addTo(leaf, tree.mean(leaf) + change)
      }
    }
  }

  branch(): MarginalForest {
    return new MarginalForest(this.#forest.branch(), this.#isLogarithmic, this.#scale, this.#level, this.#weighed)
  }
}
