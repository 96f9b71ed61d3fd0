type NumberArray = Float64Array | Int32Array | Uint16Array | Uint8Array

/** 1,024 rows a chunk: no copying and no slack as a column grows, and little for a short history. */
const CHUNK_BITS = 10
const CHUNK = 1 << CHUNK_BITS

/** A column of numbers without an object a row. */
export class GrowingColumn<T extends NumberArray> {
  readonly #make: new (
    length: number,
  ) => T
  readonly #chunks: T[] = []
  #length = 0

  constructor(make: new (length: number) => T) {
    this.#make = make
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length % CHUNK === 0) this.#chunks.push(new this.#make(CHUNK))
    this.#length++
    this.set(this.#length - 1, value)
  }

  /** @throws RangeError beyond the end */
  at(row: number): number {
    return this.#chunkOf(row)[row % CHUNK] as number
  }

  /** @throws RangeError beyond the end */
  set(row: number, value: number): void {
    this.#chunkOf(row)[row % CHUNK] = value
  }

  #chunkOf(row: number): T {
    const chunk = row < this.#length ? this.#chunks[row >> CHUNK_BITS] : undefined
    if (chunk === undefined) throw new RangeError(`no row ${row} of ${this.#length}`)
    return chunk
  }
}
