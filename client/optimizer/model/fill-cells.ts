import { TableCells, type TableRow } from './table-cells.ts'

/**
 * The mean of each row of a table with gaps, as if there were none. A gap gets the sum of a row's and a column's effect, fitted by turns to
 * what is there (a two-way layout, on logarithms where all costs are positive). A row's effect is shrunk towards the mean of all rows, the
 * more the fewer entries it has and the noisier they are. Infinite entries count as badly as the worst finite one of their column.
 */
export function fillCells(table: readonly TableRow[]): Float64Array {
  const columns = table[0]?.length ?? 0
  const cells = new TableCells(table)
  const means = new Float64Array(table.length)
  if (cells.length === table.length * columns) {
    for (const [at, value] of cells.values.entries()) means[cells.row[at] as number] = (means[cells.row[at] as number] as number) + value
    return means.map((sum) => sum / columns)
  }
  const { isLogarithmic, rowEffects, columnEffects } = cells.effects()
  let next = 0
  for (let row = 0; row < table.length; row++) {
    let sum = 0
    for (let column = 0; column < columns; column++) {
      if (cells.row[next] === row && cells.column[next] === column) sum += cells.values[next++] as number
      else {
        const expected = (rowEffects[row] as number) + (columnEffects[column] as number)
        sum += isLogarithmic ? Math.exp(expected) : expected
      }
    }
    means[row] = sum / columns
  }
  return means
}
