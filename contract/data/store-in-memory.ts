import type { EncodedData } from './encoded-data.ts'
import type { StoredData } from './stored-data.ts'

/** Encoded data as a worker would hold it, without storing it anywhere: memory is copied once, files stay where they are. */
export function storeInMemory(encoded: EncodedData): StoredData {
  const parts = new Map<string, Uint8Array | string>()
  for (const part of encoded.parts) {
    if (part.kind === 'file') {
      parts.set(part.reference.sha256, part.path)
      continue
    }
    const memory = new Uint8Array(new SharedArrayBuffer(part.reference.bytes))
    let offset = 0
    for (const chunk of part.body.chunks()) {
      memory.set(chunk, offset)
      offset += chunk.byteLength
    }
    parts.set(part.reference.sha256, memory)
  }
  return { reference: encoded.root.reference, root: encoded.root.bytes, parts }
}
