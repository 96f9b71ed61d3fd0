import { Decoder } from 'cbor-x'
import { DataError } from './data-error.ts'

const decoder = new Decoder({ useRecords: false, mapsAsObjects: true, copyBuffers: true })

/**
 * Reads one CBOR item that has been through `checkCbor`. Tags that cbor-x does not know come out as `Tag`, byte strings as Buffers.
 * @throws DataError when a tag's content makes no sense.
 */
export function readRoot(item: Uint8Array): unknown {
  try {
    // A Buffer as the source makes untagged byte strings Buffers and leaves tag 64 a Uint8Array.
    return decoder.decode(Buffer.from(item.buffer, item.byteOffset, item.byteLength))
  } catch (cause) {
    throw new DataError('data', `the stored bytes cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}
