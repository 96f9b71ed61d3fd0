const CHUNK_BYTES = 4 * 1024 * 1024

/** The bytes in order, a few MiB at a time, without a copy (shared memory, which sockets do not take, is copied chunk by chunk). */
export function* memoryChunks(bytes: Uint8Array): Generator<Uint8Array> {
  const shared = bytes.buffer instanceof SharedArrayBuffer
  for (let start = 0; start < bytes.byteLength; start += CHUNK_BYTES) {
    const chunk = bytes.subarray(start, start + CHUNK_BYTES)
    yield shared ? new Uint8Array(chunk) : chunk
  }
}
