import type { ObjectReference } from '../object-reference.ts'

/** Scattered data as a worker holds it: fit to be handed to a thread without a copy of any part. */
export interface StoredData {
  readonly reference: ObjectReference
  readonly root: Uint8Array
  /** By sha256: bytes over a SharedArrayBuffer, or for a scattered file the absolute path of the local copy. */
  readonly parts: ReadonlyMap<string, Uint8Array | string>
}
