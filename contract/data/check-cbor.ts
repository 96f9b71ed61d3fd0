import { DataError } from './data-error.ts'
import { DATA_LIMITS } from './data-limits.ts'
import { TYPED_ARRAY_TAGS } from './part-kind.ts'
import { WIRE_TAGS } from './wire-tags.ts'

/** Where the content of one part's tag lies in the root. */
export interface PartSpan {
  readonly start: number
  readonly end: number
}

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const
/** Every container may be inside a tag of its own. */
const MAX_DEPTH = DATA_LIMITS.depth * 2 + 8

/**
 * Walks bytes of unknown origin once, before they are given to the decoder: only definite lengths that lie inside the bytes, only
 * our tags (cbor-x acts on many more, among them record definitions), text keys, bounded depth and bounded bigints.
 * @returns where the references to parts lie.
 * @throws DataError at the first byte that does not fit.
 */
export function checkCbor(root: Uint8Array): readonly PartSpan[] {
  if (root.byteLength > DATA_LIMITS.rootBytes) {
    throw new DataError('data', `expected at most ${DATA_LIMITS.rootBytes} bytes, got ${root.byteLength}`)
  }
  const walk = new CborWalk(root)
  walk.item(0)
  if (walk.position !== root.byteLength) throw walk.fault('nothing after the value')
  return walk.parts
}

class CborWalk {
  readonly parts: PartSpan[] = []
  position = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  item(depth: number, tag: number | null = null): void {
    if (depth > MAX_DEPTH) throw this.fault(`at most ${DATA_LIMITS.depth} levels`)
    const [major, low] = this.#initial()
    if (tag !== null && !fits(tag, major)) throw this.fault(`other content in tag ${tag}`)
    if (major === MAJOR.simple) this.#simple(low)
    else this.#content(major, this.#argument(major, low), depth, tag)
  }

  #content(major: number, count: number, depth: number, tag: number | null): void {
    switch (major) {
      case MAJOR.bytes:
        if ((tag === WIRE_TAGS.bigint || tag === WIRE_TAGS.negativeBigint) && count > DATA_LIMITS.bigintBytes) {
          throw this.fault(`a bigint of at most ${DATA_LIMITS.bigintBytes} bytes`)
        }
        this.#skip(count)
        break
      case MAJOR.text:
        this.#skip(count)
        break
      case MAJOR.array:
        this.#array(this.#fitting(count, 1), depth)
        break
      case MAJOR.map:
        this.#map(this.#fitting(count, 2), tag === WIRE_TAGS.map, depth)
        break
      case MAJOR.tag:
        this.#tag(count, depth)
        break
    }
  }

  fault(expected: string): DataError {
    return new DataError('data', `the stored bytes are no scattered data: expected ${expected} at byte ${this.position}`)
  }

  #tag(tag: number, depth: number): void {
    if (!isOurs(tag)) throw this.fault(`one of the tags of scattered data, not tag ${tag},`)
    const start = this.position
    this.item(depth + 1, tag)
    if (tag === WIRE_TAGS.part) this.parts.push({ start, end: this.position })
  }

  #array(elements: number, depth: number): void {
    for (let i = 0; i < elements; i++) this.item(depth + 1)
  }

  #map(entries: number, anyKey: boolean, depth: number): void {
    for (let i = 0; i < entries; i++) {
      if (!anyKey) this.#checkKey()
      this.item(depth + 1)
      this.item(depth + 1)
    }
  }

  #checkKey(): void {
    const start = this.position
    const [major, low] = this.#initial()
    if (major !== MAJOR.text) throw this.fault('a text key')
    const length = this.#argument(major, low)
    // "__proto__" is never written; a decoder that met it would have to rename it or pollute.
    if (length === 9 && Buffer.from(this.#bytes.subarray(this.position, this.position + 9)).toString('latin1') === '__proto__') {
      throw this.fault('a key other than "__proto__"')
    }
    this.position = start
  }

  #initial(): readonly [major: number, low: number] {
    const byte = this.#bytes[this.position]
    if (byte === undefined) throw this.fault('more bytes')
    this.position++
    return [byte >> 5, byte & 31]
  }

  /** Lengths and tags above 2^53 lose precision here, and are refused all the same: they are larger than any root. */
  #argument(major: number, low: number): number {
    if (low < 24) return low
    const at = this.position
    const size = low < 28 ? 1 << (low - 24) : 0
    if (size === 0) throw this.fault('a definite length')
    this.#skip(size)
    if (size === 1) return this.#view.getUint8(at)
    if (size === 2) return this.#view.getUint16(at)
    if (size === 4) return this.#view.getUint32(at)
    if (major !== MAJOR.unsigned && major !== MAJOR.negative) throw this.fault('a length of at most 4 bytes')
    return 0
  }

  #simple(low: number): void {
    if (low >= 20 && low <= 23) return
    if (low < 25 || low > 27) throw this.fault('a float, boolean, null or undefined')
    this.#skip(1 << (low - 24))
  }

  #fitting(count: number, bytesEach: number): number {
    if (count * bytesEach > this.#bytes.byteLength - this.position) throw this.fault(`${count} items`)
    return count
  }

  #skip(bytes: number): void {
    if (bytes > this.#bytes.byteLength - this.position) throw this.fault(`${bytes} more bytes`)
    this.position += bytes
  }
}

function isOurs(tag: number): boolean {
  return TYPED_ARRAY_TAGS.has(tag) || Object.values<number>(WIRE_TAGS).includes(tag)
}

function fits(tag: number, major: number): boolean {
  switch (tag) {
    case WIRE_TAGS.date:
      return major === MAJOR.simple || major === MAJOR.unsigned || major === MAJOR.negative
    case WIRE_TAGS.map:
      return major === MAJOR.map
    case WIRE_TAGS.set:
    case WIRE_TAGS.regexp:
    case WIRE_TAGS.part:
    case WIRE_TAGS.memory:
      return major === MAJOR.array
    default:
      return major === MAJOR.bytes
  }
}
