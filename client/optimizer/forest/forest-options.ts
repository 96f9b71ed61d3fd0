/** How trees are grown. The defaults are SMAC's (`smac.model.random_forest`, SMAC 2). */
export interface ForestOptions {
  /** Default: 10. */
  readonly trees: number
  /** Share of the features that each split chooses among. Default: 5/6. */
  readonly featureShare: number
  /** Rows that a leaf has at least. Default: 3. */
  readonly leastInLeaf: number
  /** Whether each tree sees as many rows as there are, drawn with replacement. Default: true. */
  readonly bootstrap: boolean
  /** Where a numeric split lies between two rows: in the middle, or drawn. Default: `drawn`. */
  readonly threshold: 'middle' | 'drawn'
}

export const FOREST_DEFAULTS: ForestOptions = { trees: 10, featureShare: 5 / 6, leastInLeaf: 3, bootstrap: true, threshold: 'drawn' }
