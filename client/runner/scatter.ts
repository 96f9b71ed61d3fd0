import { encodeData } from '../../contract/data/encode-data.ts'
import type { EncodedData } from '../../contract/data/encoded-data.ts'
import type { ObjectReference } from '../../contract/object-reference.ts'
import type { Clock } from './clock.ts'
import type { ObjectBody, Transport } from './transport.ts'

/** Data that lies where every worker can fetch it: give it to `submitTrial` in place of the data itself. */
export class ScatteredData {
  /** The root object; its parts are named in it. */
  readonly reference: ObjectReference
  /** Everything, parts included. */
  readonly totalBytes: number
  /** What had to be sent; 0 when all of it was there. */
  readonly uploadedBytes: number

  constructor(reference: ObjectReference, totalBytes: number, uploadedBytes: number) {
    this.reference = reference
    this.totalBytes = totalBytes
    this.uploadedBytes = uploadedBytes
  }
}

export interface ScatterOptions {
  readonly signal: AbortSignal
  /** Bytes sent so far, of all that must be sent. */
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void
}

interface Upload {
  readonly reference: ObjectReference
  readonly body: ObjectBody
}

/** Parts sent at once. Each may be a multipart upload of its own. */
const UPLOADS_AT_ONCE = 4

/** Uploads data by content: what is there already is not sent again, only made young when it is past half its life. */
export async function scatter(data: unknown, transport: Transport, clock: Clock, options: ScatterOptions): Promise<ScatteredData> {
  const encoded = await encodeData(data, { signal: options.signal })
  const missing = await missingObjects(encoded, transport, clock, options.signal)
  const uploadBytes = missing.reduce((sum, { reference }) => sum + reference.bytes, 0)
  const sent = new Map<string, number>()
  await inParallel(missing, UPLOADS_AT_ONCE, options.signal, async ({ reference, body }, signal) => {
    await transport.objects.put(reference.key, body, {
      signal,
      onProgress: (bytes) => {
        sent.set(reference.key, bytes)
        options.onProgress?.(
          [...sent.values()].reduce((sum, value) => sum + value, 0),
          uploadBytes,
        )
      },
    })
  })
  return new ScatteredData(encoded.root.reference, encoded.totalBytes, uploadBytes)
}

/** What the bucket lacks. The root goes with the rest: nobody knows its name before the scatter is done. */
async function missingObjects(encoded: EncodedData, transport: Transport, clock: Clock, signal: AbortSignal): Promise<readonly Upload[]> {
  const { bytes } = encoded.root
  const root: Upload = { reference: encoded.root.reference, body: { bytes: bytes.byteLength, chunks: () => [bytes] } }
  const missing: Upload[] = []
  await inParallel([root, ...encoded.parts], UPLOADS_AT_ONCE, signal, async (upload, abort) => {
    const present = await ensureYoung(upload.reference, transport, clock, abort)
    if (!present) missing.push(upload)
  })
  return missing
}

/** True when the object is there; it is refreshed when it is older than half the bucket's lifetime for objects. */
export async function ensureYoung(reference: ObjectReference, transport: Transport, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const found = await transport.objects.head(reference.key, { signal })
  if (found === null || found.bytes !== reference.bytes) return false
  if (clock.now() - found.lastModified > transport.objectLifetimeMs / 2) await transport.objects.refresh(reference, { signal })
  return true
}

/** Runs `work` over all items, a few at once. The first failure aborts its siblings, waits for them, and is thrown. */
async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController()
  const abort = AbortSignal.any([signal, failure.signal])
  const rest = items.values()
  const lane = async (): Promise<void> => {
    for (const item of rest) {
      abort.throwIfAborted()
      await work(item, abort)
    }
  }
  const lanes = Array.from({ length: Math.min(atOnce, items.length) }, () =>
    lane().catch((cause: unknown) => {
      failure.abort(cause)
      throw cause
    }),
  )
  const settled = await Promise.allSettled(lanes)
  if (settled.some((lane) => lane.status === 'rejected')) throw abort.reason
}
