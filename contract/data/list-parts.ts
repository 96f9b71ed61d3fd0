import { checkCbor } from './check-cbor.ts'
import { type PartReference, readPartReference } from './part-reference.ts'
import { readRoot } from './read-root.ts'

/**
 * The parts that a root refers to, each content once: what a worker has to fetch before it can decode.
 * @throws DataError, ShapeError when the bytes are no root.
 */
export function listParts(root: Uint8Array): readonly PartReference[] {
  const parts = new Map<string, PartReference>()
  for (const { start, end } of checkCbor(root)) {
    const part = readPartReference(readRoot(root.subarray(start, end)))
    if (!parts.has(part.reference.sha256)) parts.set(part.reference.sha256, part)
  }
  return [...parts.values()]
}
