import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { journalPartKey } from '../../../contract/object-keys.ts'
import type { ObjectPort } from '../../runner/transport.ts'
import { type CopiedJournal, PART_BYTES } from './lease-record.ts'

export interface JournalCopyOptions {
  readonly run: string
  /** The journal's file. */
  readonly path: string
  /** No other process writes parts under this number. */
  readonly holder: number
  /** What the holders before have copied: the beginning of the file. */
  readonly copied: CopiedJournal
}

/**
 * Copies a journal as it grows into objects of at most 1 MiB. The last one is put again, longer, until it is full; those of earlier holders
 * are never touched, so that whoever still writes for one of them does no harm.
 */
export class JournalCopy {
  readonly #options: JournalCopyOptions
  #copied: CopiedJournal
  /** The bytes of the part that is not full. */
  #open = Buffer.alloc(0)
  #next = 0

  constructor(options: JournalCopyOptions) {
    this.#options = options
    this.#copied = options.copied
  }

  /** What is in the bucket. */
  get copied(): CopiedJournal {
    return this.#copied
  }

  /** Copies the file up to there; 1 PUT for each part that grows. @throws TransportError; an error of the file system */
  async upTo(bytes: number, objects: ObjectPort, signal: AbortSignal): Promise<void> {
    while (this.#copied.bytes < bytes) {
      const room = PART_BYTES - this.#open.byteLength
      const chunk = await readAt(this.#options.path, this.#copied.bytes, Math.min(room, bytes - this.#copied.bytes))
      await this.#put(chunk, objects, signal)
    }
  }

  async #put(chunk: Buffer, objects: ObjectPort, signal: AbortSignal): Promise<void> {
    const { run, holder } = this.#options
    const { bytes, crc, parts } = this.#copied
    const part = Buffer.concat([this.#open, chunk])
    const body = { bytes: part.byteLength, chunks: () => [part] }
    await objects.put(journalPartKey(run, holder, this.#next), body, { signal })
    const before = this.#open.byteLength === 0 ? parts : parts.slice(0, -1)
    this.#copied = {
      bytes: bytes + chunk.byteLength,
      crc: crc32(chunk, crc),
      parts: [...before, [holder, this.#next, part.byteLength]],
    }
    const isFull = part.byteLength === PART_BYTES
    this.#open = isFull ? Buffer.alloc(0) : part
    if (isFull) this.#next++
  }
}

async function readAt(path: string, from: number, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(bytes)
    const { bytesRead } = await file.read(chunk, 0, bytes, from)
    if (bytesRead === 0) throw new Error(`${path} is shorter than what was written to it`)
    return chunk.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
