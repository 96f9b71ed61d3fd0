import { createHash } from 'node:crypto'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { FunctionFault } from '../function-fault.ts'
import type { ByteRange, ObjectStore } from './object-store.ts'

/** S3 gives one connection less than a function's network can take. */
const RANGE_BYTES = 8 * 1024 * 1024
const RANGES_AT_ONCE = 8

/** Where fetched bytes go. */
export interface RangeSink {
  /** Memory for a range; called when the object is known to have the size that its reference says. */
  place(range: ByteRange): Uint8Array
  /** Called for each range in order, once its memory is filled. */
  landed(range: ByteRange, bytes: Uint8Array): void | Promise<void>
}

/**
 * Fetches an object in parallel ranges, in order of their start, and checks its size and sha256 on the way.
 * @throws FunctionFault with code OBJECT_CHANGED when size or content are not what the reference says; the store's own faults.
 */
export async function fetchRanges(store: ObjectStore, reference: ObjectReference, sink: RangeSink, signal: AbortSignal): Promise<void> {
  const siblings = new AbortController()
  const either = AbortSignal.any([signal, siblings.signal])
  const inTheAir: Promise<{ range: ByteRange; bytes: Uint8Array }>[] = []
  const hash = createHash('sha256')
  let launched = 0
  const launch = (): void => {
    const range = { start: launched, end: Math.min(launched + RANGE_BYTES, reference.bytes) }
    launched = range.end
    const read = readRange(store, reference, range, sink, either)
    // A failure is met when its turn comes, which may be later than Node waits before it ends the process.
    read.catch(() => {})
    inTheAir.push(read)
  }
  try {
    while (true) {
      while (launched < reference.bytes && inTheAir.length < RANGES_AT_ONCE) launch()
      const next = inTheAir[0]
      if (next === undefined) break
      const { range, bytes } = await next
      inTheAir.shift()
      hash.update(bytes)
      await sink.landed(range, bytes)
    }
  } catch (cause) {
    siblings.abort(cause)
    await Promise.allSettled(inTheAir)
    throw cause
  }
  const sha256 = hash.digest('hex')
  if (sha256 !== reference.sha256) throw changed(reference, `sha256 ${reference.sha256}`, `sha256 ${sha256}`)
}

async function readRange(store: ObjectStore, reference: ObjectReference, range: ByteRange, sink: RangeSink, signal: AbortSignal) {
  let bytes: Uint8Array | undefined
  const place = (totalBytes: number): Uint8Array => {
    if (totalBytes !== reference.bytes) throw changed(reference, `${reference.bytes} bytes`, `${totalBytes} bytes`)
    bytes ??= sink.place(range)
    return bytes
  }
  await store.read(reference.key, range, place, signal)
  if (bytes === undefined) throw new TypeError('the object store read a range without asking for its memory')
  return { range, bytes }
}

function changed({ key }: ObjectReference, expected: string, got: string): FunctionFault {
  return new FunctionFault('OBJECT_CHANGED', `object ${key}: expected ${expected}, got ${got}; it was changed or damaged in the bucket`, {
    retryable: false,
  })
}
