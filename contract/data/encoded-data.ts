import type { ObjectReference } from '../object-reference.ts'
import type { PartKind } from './part-kind.ts'

interface AnyPart {
  readonly reference: ObjectReference
  /** The base name of a file; null for memory. */
  readonly name: string | null
}

/** A large array, uploaded straight from the user's own memory. */
export interface MemoryPart extends AnyPart {
  readonly kind: Exclude<PartKind, 'file'>
  readonly path: null
  readonly body: { readonly bytes: number; chunks(): Iterable<Uint8Array> }
}

/** A file, read again when it is uploaded. */
export interface FilePart extends AnyPart {
  readonly kind: 'file'
  readonly path: string
  readonly body: { readonly bytes: number; chunks(): AsyncIterable<Uint8Array> }
}

/** Bytes that are stored as an object of their own, named by their content. */
export type DataPart = MemoryPart | FilePart

/** Scattered data, ready to be stored: the small root, and the large parts it refers to. */
export interface EncodedData {
  readonly root: { readonly reference: ObjectReference; readonly bytes: Uint8Array }
  /** Each content once. */
  readonly parts: readonly DataPart[]
  /** Root and parts together. */
  readonly totalBytes: number
}
