const ROUNDS = 12

/**
 * The mean of each row of a table with gaps, as if there were none. A gap gets the sum of a row's and a column's effect, fitted by turns to
 * what is there (a two-way layout, on logarithms where all costs are positive). A row's effect is shrunk towards the mean of all rows, the
 * more the fewer entries it has and the noisier they are. Infinite entries count as badly as the worst finite one of their column.
 */
export function fillCells(table: readonly (readonly (number | null)[])[]): Float64Array {
  const columns = table[0]?.length ?? 0
  const known = withoutInfinities(table, columns)
  const isPositive = known.every((row) => row.every((value) => value === null || value > 0))
  const scaled = isPositive ? known.map((row) => row.map((value) => (value === null ? null : Math.log(value)))) : known
  if (known.every((row) => row.every((value) => value !== null))) return means(known as readonly (readonly number[])[])
  const { rowEffects, columnEffects } = effects(scaled, columns)
  return means(
    known.map((row, at) =>
      row.map((value, column) => {
        if (value !== null) return value
        const expected = (rowEffects[at] as number) + (columnEffects[column] as number)
        return isPositive ? Math.exp(expected) : expected
      }),
    ),
  )
}

type Table = readonly (readonly (number | null)[])[]

function means(table: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(table, (row) => row.reduce((sum, value) => sum + value, 0) / row.length)
}

function withoutInfinities(table: Table, columns: number): Table {
  const worst = Array.from({ length: columns }, (_, column) => {
    const finite = table.flatMap((row) => (Number.isFinite(row[column]) ? [row[column] as number] : []))
    return finite.length === 0 ? null : Math.max(...finite)
  })
  return table.map((row) => row.map((value, column) => (value === null || Number.isFinite(value) ? value : (worst[column] ?? null))))
}

function effects(table: Table, columns: number): { readonly rowEffects: Float64Array; readonly columnEffects: Float64Array } {
  const rowEffects = new Float64Array(table.length)
  const columnEffects = new Float64Array(columns)
  let shrinkage = 1
  for (let round = 0; round < ROUNDS; round++) {
    for (let column = 0; column < columns; column++) {
      const rests = table.flatMap((row, at) => {
        const value = row[column] ?? null
        return value === null ? [] : [value - (rowEffects[at] as number)]
      })
      columnEffects[column] = rests.length === 0 ? 0 : mean(rests)
    }
    for (const [at, row] of table.entries()) {
      const rests = row.flatMap((value, column) => (value === null ? [] : [value - (columnEffects[column] as number)]))
      rowEffects[at] = rests.reduce((sum, rest) => sum + rest, 0) / (rests.length + shrinkage)
    }
    shrinkage = noiseToSignal(table, rowEffects, columnEffects)
  }
  return { rowEffects, columnEffects }
}

/** The variance within rows over the variance between them. */
function noiseToSignal(table: Table, rowEffects: Float64Array, columnEffects: Float64Array): number {
  const rests = table.flatMap((row, at) =>
    row.flatMap((value, column) => (value === null ? [] : [value - (rowEffects[at] as number) - (columnEffects[column] as number)])),
  )
  const within = mean(rests.map((rest) => rest * rest))
  const between = mean([...rowEffects].map((effect) => effect * effect))
  return between > 0 ? Math.min(10, within / between) : 10
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
