export interface ForestPrediction {
  mean: number
  variance: number
}

/** What a forest says of configurations' costs. */
export interface CostForest {
  /** How many trees there are. */
  readonly size: number
  predict(input: Float64Array, prediction: ForestPrediction): void
  /** What one tree says. */
  predictBy(tree: number, input: Float64Array): number
  /** A pending configuration is taken to cost `result`; `mean` is what was predicted. */
  believe(input: Float64Array, mean: number, result: number): void
  /** A copy that believes by itself. */
  branch(): CostForest
}
