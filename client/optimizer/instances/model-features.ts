import { standardised } from '../model/model-targets.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** SMAC's `pca_components`. */
const MOST_FEATURES = 7

/**
 * Instances' features as a model learns them: those that differ, each brought to mean 0 and variance 1; of more than seven, the first seven
 * principal components. Null when none differs. `table`: one row an instance.
 */
export function modelFeatures(table: readonly (readonly number[])[]): readonly Float64Array[] | null {
  const columns = (table[0] ?? [])
    .map((_, at) => Float64Array.from(table, (row) => row[at] as number))
    .filter((column) => column.some((value) => value !== column[0]))
    .map(standardised)
    // Differences too small, or too great, for a double.
    .filter((column) => column.some((value) => value !== 0))
  if (columns.length === 0) return null
  const chosen = columns.length > MOST_FEATURES ? principalComponents(columns, table.length) : columns
  return table.map((_, row) => Float64Array.from(chosen, (column) => column[row] as number))
}

/** By component: the instances' coordinates. What is decomposed is the smaller of the two tables of products: feature by feature, or instance by instance. */
function principalComponents(columns: readonly Float64Array[], instances: number): readonly Float64Array[] {
  if (columns.length <= instances) {
    const { values, vectors } = symmetricEigen(products(columns))
    return vectors.slice(0, kept(values)).map((vector) => combined(columns, vector))
  }
  const rows = Array.from({ length: instances }, (_, row) => Float64Array.from(columns, (column) => column[row] as number))
  const { values, vectors } = symmetricEigen(products(rows))
  return vectors.slice(0, kept(values)).map((vector, at) => vector.map((value) => value * Math.sqrt(values[at] as number)))
}

/** Components that say nothing are left out. */
function kept(values: readonly number[]): number {
  const least = 1e-10 * (values[0] ?? 0)
  return values.slice(0, MOST_FEATURES).filter((value) => value > least).length
}

function products(vectors: readonly Float64Array[]): Float64Array[] {
  return vectors.map((one) => Float64Array.from(vectors, (other) => one.reduce((sum, value, at) => sum + value * (other[at] as number), 0)))
}

function combined(columns: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0)
  for (const [at, column] of columns.entries())
    for (let row = 0; row < sum.length; row++) sum[row] = (sum[row] as number) + (weights[at] as number) * (column[row] as number)
  return sum
}
