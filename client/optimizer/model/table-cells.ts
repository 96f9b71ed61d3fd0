const ROUNDS = 12

/** By column; null where there is nothing. */
export type TableRow = readonly (number | null)[]

/** What makes a cell what it is: the sum of its row's and its column's. */
interface TableEffects {
  /** Whether they are of the logarithms: where all values are positive. */
  readonly isLogarithmic: boolean
  readonly rowEffects: Float64Array
  readonly columnEffects: Float64Array
}

/** What is there in a table with gaps, row by row. What is infinite counts as badly as the worst finite value of its column. */
export class TableCells {
  readonly length: number
  readonly row: Int32Array
  readonly column: Int32Array
  readonly values: Float64Array
  readonly #rows: number
  readonly #columns: number

  constructor(table: readonly TableRow[]) {
    const columns = table[0]?.length ?? 0
    this.#rows = table.length
    this.#columns = columns
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

  /** A two-way layout, fitted by turns. */
  effects(): TableEffects {
    const isLogarithmic = this.values.every((value) => value > 0)
    return { isLogarithmic, ...effects(this, isLogarithmic ? this.values.map(Math.log) : this.values, this.#rows, this.#columns) }
  }
}

function effects(
  { row, column }: TableCells,
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
  { row, column }: Pick<TableCells, 'row' | 'column'>,
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
