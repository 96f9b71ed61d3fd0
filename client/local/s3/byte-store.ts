import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredBytes } from '../model/bucket-model.ts'

/** Up to here bytes stay in memory; larger bodies go to a file, so that the client's heap never holds them. */
const MEMORY_BYTES = 1024 * 1024
const READ_BYTES = 1024 * 1024

/** Where the objects' bytes lie: small ones in memory, large ones in a folder. */
export class ByteStore {
  readonly #folder: string
  readonly #newId: () => string
  readonly #small = new Map<string, Buffer>()

  constructor(folder: string, newId: () => string) {
    this.#folder = folder
    this.#newId = newId
  }

  /** Stores a body as it comes in; nothing is left behind when it breaks off. */
  async write(chunks: AsyncIterable<Uint8Array>): Promise<StoredBytes> {
    const id = this.#newId()
    let held: Uint8Array[] = []
    let bytes = 0
    let heldBytes = 0
    let file: FileHandle | null = null
    try {
      for await (const chunk of chunks) {
        held.push(chunk)
        heldBytes += chunk.length
        bytes += chunk.length
        if (heldBytes <= MEMORY_BYTES) continue
        if (file === null) {
          await mkdir(this.#folder, { recursive: true, mode: 0o700 })
          file = await open(this.#path(id), 'wx', 0o600)
        }
        await file.writev(held)
        held = []
        heldBytes = 0
      }
      if (file === null) this.#small.set(id, Buffer.concat(held))
      else if (held.length > 0) await file.writev(held)
    } catch (cause) {
      await file?.close()
      if (file !== null) await unlink(this.#path(id))
      throw cause
    }
    await file?.close()
    return { id, bytes }
  }

  /** The body's bytes when they lie in memory. */
  small(stored: StoredBytes): Buffer | null {
    return this.#small.get(stored.id) ?? null
  }

  /** Bytes `from` (inclusive) to `to` (exclusive) of several bodies laid end to end. */
  async *read(parts: readonly StoredBytes[], from: number, to: number): AsyncGenerator<Buffer> {
    let begin = 0
    for (const part of parts) {
      const start = Math.max(from - begin, 0)
      const end = Math.min(to - begin, part.bytes)
      begin += part.bytes
      if (start < end) yield* this.#readPart(part, start, end)
    }
  }

  async release(parts: readonly StoredBytes[]): Promise<void> {
    for (const part of parts) {
      if (this.#small.delete(part.id)) continue
      await unlink(this.#path(part.id))
    }
  }

  async *#readPart(part: StoredBytes, start: number, end: number): AsyncGenerator<Buffer> {
    const held = this.#small.get(part.id)
    if (held !== undefined) {
      yield held.subarray(start, end)
      return
    }
    const file = await open(this.#path(part.id), 'r')
    try {
      for (let at = start; at < end; ) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - at))
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
        if (bytesRead === 0) throw new Error(`object file ${part.id} is shorter than it was`)
        at += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    } finally {
      await file.close()
    }
  }

  #path(id: string): string {
    return join(this.#folder, id)
  }
}
