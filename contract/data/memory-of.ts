import { arrayTag, type PartKind } from './part-kind.ts'

/** Binary data as the codec sees it: its kind and its bytes, without a copy. */
export interface Memory {
  readonly kind: PartKind
  readonly bytes: Uint8Array
}

const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get

/** The memory of a typed array, Buffer, DataView, ArrayBuffer or SharedArrayBuffer; null for any other value. */
export function memoryOf(value: object): Memory | null {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    if (Buffer.isBuffer(value)) return { kind: 'buffer', bytes }
    const name: unknown = typedArrayName?.call(value)
    if (typeof name !== 'string') return { kind: 'data-view', bytes }
    const tag = arrayTag(name)
    return tag === undefined ? null : { kind: tag, bytes }
  }
  if (value instanceof SharedArrayBuffer) return { kind: 'shared-array-buffer', bytes: new Uint8Array(value) }
  if (value instanceof ArrayBuffer) return { kind: 'array-buffer', bytes: new Uint8Array(value) }
  return null
}

/** True for memory that was transferred away: its bytes are gone. */
export function isDetached(value: object): boolean {
  const buffer: unknown = ArrayBuffer.isView(value) ? value.buffer : value
  return buffer instanceof ArrayBuffer && buffer.detached
}
