const ROUNDS = 12

type Row = readonly (number | null)[]

/**
 * The mean of each row of a table with gaps, as if there were none. A gap gets the sum of a row's and a column's effect, fitted by turns to
 * what is there (a two-way layout, on logarithms where all costs are positive). A row's effect is shrunk towards the mean of all rows, the
 * more the fewer entries it has and the noisier they are. Infinite entries count as badly as the worst finite one of their column.
 */
export function fillCells(table: readonly Row[]): Float64Array {
  const columns = table[0]?.length ?? 0
  const cells = new Cells(table, columns)
  const means = new Float64Array(table.length)
  if (cells.length === table.length * columns) {
    for (const [at, value] of cells.values.entries()) means[cells.row[at] as number] = (means[cells.row[at] as number] as number) + value
    return means.map((sum) => sum / columns)
  }
  const isPositive = cells.values.every((value) => value > 0)
  const { rowEffects, columnEffects } = effects(cells, isPositive ? cells.values.map(Math.log) : cells.values, table.length, columns)
  let next = 0
  for (let row = 0; row < table.length; row++) {
    let sum = 0
    for (let column = 0; column < columns; column++) {
      if (cells.row[next] === row && cells.column[next] === column) sum += cells.values[next++] as number
      else {
        const expected = (rowEffects[row] as number) + (columnEffects[column] as number)
        sum += isPositive ? Math.exp(expected) : expected
      }
    }
    means[row] = sum / columns
  }
  return means
}

/** What is there, row by row. */
class Cells {
  readonly length: number
  readonly row: Int32Array
  readonly column: Int32Array
  readonly values: Float64Array

  constructor(table: readonly Row[], columns: number) {
    const worst = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY)
    for (const row of table)
      for (let column = 0; column < columns; column++) {
        const value = row[column] ?? null
        if (value !== null && Number.isFinite(value) && value > (worst[column] as number)) worst[column] = value
      }
    const [rows, places, values]: [number[], number[], number[]] = [[], [], []]
    for (const [at, row] of table.entries())
      for (let column = 0; column < columns; column++) {
        const value = row[column] ?? null
        if (value === null || (!Number.isFinite(value) && worst[column] === Number.NEGATIVE_INFINITY)) continue
        rows.push(at)
        places.push(column)
        values.push(Number.isFinite(value) ? value : (worst[column] as number))
      }
    this.length = values.length
    this.row = Int32Array.from(rows)
    this.column = Int32Array.from(places)
    this.values = Float64Array.from(values)
  }
}

function effects(
  { row, column }: Cells,
  values: Float64Array,
  rows: number,
  columns: number,
): { readonly rowEffects: Float64Array; readonly columnEffects: Float64Array } {
  const rowEffects = new Float64Array(rows)
  const columnEffects = new Float64Array(columns)
  const inRow = counts(row, rows)
  const inColumn = counts(column, columns)
  let shrinkage = 1
  for (let round = 0; round < ROUNDS; round++) {
    columnEffects.fill(0)
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as number
      const place = column[at] as number
      columnEffects[place] = (columnEffects[place] as number) + (value - (rowEffects[row[at] as number] as number))
    }
    for (let at = 0; at < columns; at++)
      if (inColumn[at] !== 0) columnEffects[at] = (columnEffects[at] as number) / (inColumn[at] as number)
    rowEffects.fill(0)
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as number
      const place = row[at] as number
      rowEffects[place] = (rowEffects[place] as number) + (value - (columnEffects[column[at] as number] as number))
    }
    for (let at = 0; at < rows; at++) rowEffects[at] = (rowEffects[at] as number) / ((inRow[at] as number) + shrinkage)
    shrinkage = noiseToSignal({ row, column }, values, rowEffects, columnEffects)
  }
  return { rowEffects, columnEffects }
}

/** The variance within rows over the variance between them. */
function noiseToSignal(
  { row, column }: Pick<Cells, 'row' | 'column'>,
  values: Float64Array,
  rowEffects: Float64Array,
  columnEffects: Float64Array,
): number {
  let within = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    const rest = value - (rowEffects[row[at] as number] as number) - (columnEffects[column[at] as number] as number)
    within += rest * rest
  }
  let between = 0
  for (const effect of rowEffects) between += effect * effect
  return between > 0 ? Math.min(10, within / values.length / (between / rowEffects.length)) : 10
}

function counts(places: Int32Array, length: number): Int32Array {
  const found = new Int32Array(length)
  for (const place of places) found[place] = (found[place] as number) + 1
  return found
}
