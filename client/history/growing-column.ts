type NumberArray = Float64Array | Int32Array | Uint16Array | Uint8Array

/** 1,024 rows a chunk: no copying and no slack as a column grows, and little for a short history. */
const CHUNK_BITS = 10
const CHUNK = 1 << CHUNK_BITS

/** A column of numbers without an object a row. Rows that are all alike (no budget, one attempt) take no room at all. */
export class GrowingColumn<T extends NumberArray> {
  readonly #make: new (
    length: number,
  ) => T
  /** A number stands for a chunk of that number alone. */
  readonly #chunks: (T | number)[] = []
  #length = 0

  constructor(make: new (length: number) => T) {
    this.#make = make
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length % CHUNK === 0) this.#chunks.push(value)
    this.#length++
    this.set(this.#length - 1, value)
  }

  /** @throws RangeError beyond the end */
  at(row: number): number {
    const chunk = this.#chunkOf(row)
    return typeof chunk === 'number' ? chunk : (chunk[row % CHUNK] as number)
  }

  /** @throws RangeError beyond the end */
  set(row: number, value: number): void {
    const chunk = this.#chunkOf(row)
    if (typeof chunk !== 'number') chunk[row % CHUNK] = value
    else if (!Object.is(chunk, value)) this.#spread(row, chunk)[row % CHUNK] = value
  }

  /** A copy of the rows from this one on. */
  slice(from: number): T {
    const rows = new this.#make(this.#length - from)
    for (let row = from; row < this.#length; row++) rows[row - from] = this.at(row)
    return rows
  }

  #spread(row: number, value: number): T {
    const chunk = new this.#make(CHUNK)
    chunk.fill(value)
    this.#chunks[row >> CHUNK_BITS] = chunk
    return chunk
  }

  #chunkOf(row: number): T | number {
    const chunk = row < this.#length ? this.#chunks[row >> CHUNK_BITS] : undefined
    if (chunk === undefined) throw new RangeError(`no row ${row} of ${this.#length}`)
    return chunk
  }
}
