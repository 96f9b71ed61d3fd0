import { Encoder } from 'cbor-x'
import { DataError } from './data-error.ts'
import { DATA_LIMITS } from './data-limits.ts'

// Plain standard CBOR: no record extension, no bundled strings, no value sharing.
const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, variableMapSize: true })

/** Writes a planned tree as standard CBOR. @throws DataError when it is over the limit. */
export function writeRoot(tree: unknown): Uint8Array {
  const written = encoder.encode(tree)
  if (written.byteLength > DATA_LIMITS.rootBytes) {
    throw new DataError(
      'data',
      `${written.byteLength} bytes outside of large typed arrays, and the limit is ${DATA_LIMITS.rootBytes}; put numbers into typed arrays`,
    )
  }
  // The encoder goes on with its own buffer: hand out a copy.
  return new Uint8Array(written)
}
