import { createHash } from 'node:crypto'
import { objectKey } from '../../../../contract/object-keys.ts'
import type { ObjectReference } from '../../../../contract/object-reference.ts'
import { FunctionFault } from '../../../../functions/function-fault.ts'
import type { ByteRange, ObjectStore } from '../../../../functions/worker/object-store.ts'

/** A bucket in memory, with faults that have words. */
export class MemoryBucket implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>()
  /** Keys that were read, one entry a range. */
  readonly reads: string[] = []
  /** Resolves at the first read. */
  readonly reading = Promise.withResolvers<void>()
  /** How often it was asked whether an object exists. */
  asked = 0
  /** While set, reads wait. */
  gate: Promise<void> | null = null
  /** Thrown by every call while set. */
  outage: Error | null = null

  put(content: Uint8Array | string): ObjectReference {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const key = objectKey(sha256)
    this.objects.set(key, bytes)
    return { key, sha256, bytes: bytes.byteLength }
  }

  async read(key: string, range: ByteRange, place: (totalBytes: number) => Uint8Array, signal: AbortSignal): Promise<void> {
    this.reads.push(key)
    this.reading.resolve()
    if (this.gate !== null) await Promise.race([this.gate, aborted(signal)])
    signal.throwIfAborted()
    if (this.outage !== null) throw this.outage
    const object = this.objects.get(key)
    if (object === undefined) throw new FunctionFault('OBJECT_MISSING', `there is no object ${key}`, { retryable: false })
    place(object.byteLength).set(object.subarray(range.start, range.end))
  }

  async exists(key: string): Promise<boolean> {
    this.asked++
    if (this.outage !== null) throw this.outage
    return this.objects.has(key)
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    if (this.outage !== null) throw this.outage
    this.objects.set(key, bytes)
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
