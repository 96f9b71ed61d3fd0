import { DataError } from './data-error.ts'
import { arrayName, type PartKind } from './part-kind.ts'

type ArrayClass = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBufferLike, byteOffset: number, length: number): object }

/**
 * The value that a kind and its bytes stand for: a view on the same memory wherever it is aligned, which parts always are.
 * A large ArrayBuffer comes back as the SharedArrayBuffer that it was stored in: an ArrayBuffer would be a copy in every thread.
 * @throws DataError when the bytes do not fit the kind.
 */
export function viewOf(kind: Exclude<PartKind, 'file'>, bytes: Uint8Array, path: string): unknown {
  const { buffer, byteOffset, byteLength } = bytes
  switch (kind) {
    case 'buffer':
      return Buffer.from(buffer, byteOffset, byteLength)
    case 'data-view':
      return new DataView(buffer, byteOffset, byteLength)
    case 'array-buffer':
    case 'shared-array-buffer':
      return wholeBuffer(kind, bytes)
    default: {
      const array = arrayClass(kind, path)
      if (byteLength % array.BYTES_PER_ELEMENT !== 0) {
        throw new DataError(path, `${byteLength} bytes are no whole number of elements of a ${arrayName(kind)}`)
      }
      const aligned = byteOffset % array.BYTES_PER_ELEMENT === 0
      const memory = aligned ? bytes : bytes.slice()
      return new array(memory.buffer, memory.byteOffset, byteLength / array.BYTES_PER_ELEMENT)
    }
  }
}

function wholeBuffer(kind: 'array-buffer' | 'shared-array-buffer', bytes: Uint8Array): ArrayBufferLike {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  if (whole && bytes.buffer instanceof SharedArrayBuffer) return bytes.buffer
  if (kind === 'array-buffer') return bytes.slice().buffer
  const shared = new SharedArrayBuffer(bytes.byteLength)
  new Uint8Array(shared).set(bytes)
  return shared
}

function arrayClass(tag: number, path: string): ArrayClass {
  const found: unknown = Reflect.get(globalThis, arrayName(tag))
  if (typeof found !== 'function') throw new DataError(path, `this version of Node (${process.version}) has no ${arrayName(tag)}`)
  return found as unknown as ArrayClass
}
