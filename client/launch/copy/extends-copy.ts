import { closeSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { CopiedJournal } from './lease-record.ts'

const CHUNK_BYTES = 1024 * 1024

/** Whether a journal's file begins with what was copied: nobody has gone on with the run elsewhere meanwhile. */
export function extendsCopy(path: string, { bytes, crc }: CopiedJournal): boolean {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    let at = 0
    let sum = 0
    while (at < bytes) {
      const got = readSync(file, chunk, 0, Math.min(CHUNK_BYTES, bytes - at), at)
      if (got === 0) return false
      sum = crc32(chunk.subarray(0, got), sum)
      at += got
    }
    return sum === crc
  } finally {
    closeSync(file)
  }
}
