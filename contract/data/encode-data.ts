import { endianness } from 'node:os'
import { objectKey } from '../object-keys.ts'
import { DataError } from './data-error.ts'
import type { DataPart, EncodedData, MemoryPart } from './encoded-data.ts'
import { FileData } from './file-data.ts'
import { filePart } from './file-part.ts'
import { hashChunks } from './hash-chunks.ts'
import { memoryChunks } from './memory-chunks.ts'
import { isDetached, type Memory, memoryOf } from './memory-of.ts'
import { writePartReference } from './part-reference.ts'
import { type PlannedPart, planData } from './plan-data.ts'
import { writeRoot } from './write-root.ts'

/**
 * Turns any nesting of records, arrays, Maps, Sets, typed arrays, buffers, dates, bigints and files into a small root and large parts.
 * No part is copied: do not change the data before it is uploaded. The same value gives the same bytes.
 *
 * @throws DataError for empty data, and for a value that cannot be scattered; the message names its place.
 */
export async function encodeData(value: unknown, options: { readonly signal?: AbortSignal } = {}): Promise<EncodedData> {
  if (isEmpty(value)) throw new DataError('data', 'scattered data is empty; leave it out when the target needs none')
  if (endianness() !== 'LE') throw new DataError('data', 'scattering needs a little-endian machine')
  const plan = planData(value)
  const parts = new Map<string, DataPart>()
  const known = new Map<string, DataPart>()
  for (const planned of plan.parts) {
    options.signal?.throwIfAborted()
    const identity = identify(planned)
    const part = known.get(identity) ?? (await partOf(planned, options.signal))
    known.set(identity, part)
    checkSameSort(parts.get(part.reference.sha256), part, planned.path)
    if (!parts.has(part.reference.sha256)) parts.set(part.reference.sha256, part)
    planned.tag.value = writePartReference(part)
  }
  const bytes = writeRoot(plan.tree)
  const { sha256 } = await hashChunks(memoryChunks(bytes), options.signal)
  const all = [...parts.values()]
  return {
    root: { reference: { key: objectKey(sha256), sha256, bytes: bytes.byteLength }, bytes },
    parts: all,
    totalBytes: all.reduce((sum, part) => sum + part.reference.bytes, bytes.byteLength),
  }
}

async function partOf({ source, path }: PlannedPart, signal?: AbortSignal): Promise<DataPart> {
  return source instanceof FileData ? filePart(source.path, path, signal) : memoryPart(source, signal)
}

async function memoryPart({ kind, bytes }: Memory, signal?: AbortSignal): Promise<MemoryPart> {
  if (kind === 'file') throw new TypeError('memory is no file')
  const chunks = (): Iterable<Uint8Array> => memoryChunks(bytes)
  const { sha256 } = await hashChunks(chunks(), signal)
  return {
    reference: { key: objectKey(sha256), sha256, bytes: bytes.byteLength },
    kind,
    name: null,
    path: null,
    body: { bytes: bytes.byteLength, chunks },
  }
}

const bufferIds = new WeakMap<ArrayBufferLike, number>()
let nextBufferId = 0

/** Equal for the same stretch of the same memory seen as the same kind, and for the same file: those are hashed once. */
function identify({ source }: PlannedPart): string {
  if (source instanceof FileData) return `file ${source.path}`
  const { kind, bytes } = source
  const id = bufferIds.get(bytes.buffer) ?? nextBufferId++
  bufferIds.set(bytes.buffer, id)
  return `${kind} ${id} ${bytes.byteOffset} ${bytes.byteLength}`
}

/** A worker keeps one thing for each content: memory or a file. */
function checkSameSort(first: DataPart | undefined, part: DataPart, path: string): void {
  if (first !== undefined && (first.kind === 'file') !== (part.kind === 'file')) {
    throw new DataError(path, 'the same bytes are scattered as a file and as memory; scatter one of the two')
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object' || value instanceof FileData) return false
  if (Array.isArray(value)) return value.length === 0
  if (value instanceof Map || value instanceof Set) return value.size === 0
  if (isDetached(value)) return false
  const memory = memoryOf(value)
  if (memory !== null) return memory.bytes.byteLength === 0
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === null || prototype === Object.prototype) && Reflect.ownKeys(value).length === 0
}
