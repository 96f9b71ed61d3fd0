import type { TrainingRows } from './training-rows.ts'

/** A stretch of a tree's rows: those of one node, and their totals. */
export interface NodeRows {
  readonly start: number
  readonly end: number
  readonly weight: number
  readonly sum: number
  readonly squares: number
}

export interface Split {
  readonly feature: number
  /** What the split takes off the sum of squares, but for a constant. */
  readonly score: number
  /** For a number: between these two values. */
  readonly below: number
  readonly above: number
  /** For a category: by category, whether it goes left. */
  readonly goesLeft: readonly boolean[] | null
}

/** The cut of one feature that leaves the least variance, or null when there is none with enough rows on both sides and a better score. */
export function bestSplit(
  rows: TrainingRows,
  order: Int32Array,
  weights: Int32Array,
  node: NodeRows,
  feature: number,
  leastInLeaf: number,
  mustExceed: number,
): Split | null {
  const categories = rows.categories[feature] as number
  if (categories > 0) return categoricalSplit(rows, order, weights, node, feature, categories, leastInLeaf, mustExceed)
  const column = rows.columns[feature] as Float64Array
  const { targets } = rows
  let most = mustExceed
  let at = -1
  let weight = 0
  let sum = 0
  for (let place = node.start; place < node.end - 1; place++) {
    const row = order[place] as number
    const own = weights[row] as number
    weight += own
    sum += own * (targets[row] as number)
    if (weight < leastInLeaf) continue
    if (node.weight - weight < leastInLeaf) break
    if (column[row] === column[order[place + 1] as number]) continue
    const rest = node.sum - sum
    const score = (sum * sum) / weight + (rest * rest) / (node.weight - weight)
    if (score <= most) continue
    most = score
    at = place
  }
  if (at < 0) return null
  const below = column[order[at] as number] as number
  return { feature, score: most, below, above: column[order[at + 1] as number] as number, goesLeft: null }
}

/** Categories in the order of their means, cut like a number: no other partition is better (Breiman et al., "Classification and Regression Trees", 1984, theorem 4.5). */
function categoricalSplit(
  rows: TrainingRows,
  order: Int32Array,
  weights: Int32Array,
  node: NodeRows,
  feature: number,
  categories: number,
  leastInLeaf: number,
  mustExceed: number,
): Split | null {
  const column = rows.columns[feature] as Float64Array
  const weightOf = new Float64Array(categories)
  const sumOf = new Float64Array(categories)
  for (let place = node.start; place < node.end; place++) {
    const row = order[place] as number
    const category = column[row] as number
    const own = weights[row] as number
    weightOf[category] = (weightOf[category] as number) + own
    sumOf[category] = (sumOf[category] as number) + own * (rows.targets[row] as number)
  }
  const mean = (category: number): number => (sumOf[category] as number) / (weightOf[category] as number)
  const present: number[] = []
  for (let category = 0; category < categories; category++) if (weightOf[category] !== 0) present.push(category)
  present.sort((a, b) => mean(a) - mean(b) || a - b)
  let most = mustExceed
  let cut = -1
  let weight = 0
  let sum = 0
  for (let rank = 0; rank < present.length - 1; rank++) {
    weight += weightOf[present[rank] as number] as number
    sum += sumOf[present[rank] as number] as number
    if (weight < leastInLeaf || node.weight - weight < leastInLeaf) continue
    const rest = node.sum - sum
    const score = (sum * sum) / weight + (rest * rest) / (node.weight - weight)
    if (score <= most) continue
    most = score
    cut = rank
  }
  if (cut < 0) return null
  const goesLeft = new Array<boolean>(categories).fill(false)
  for (let rank = 0; rank <= cut; rank++) goesLeft[present[rank] as number] = true
  return { feature, score: most, below: 0, above: 0, goesLeft }
}
