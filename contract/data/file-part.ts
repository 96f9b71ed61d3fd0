import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { objectKey } from '../object-keys.ts'
import { DataError } from './data-error.ts'
import { DATA_LIMITS } from './data-limits.ts'
import type { FilePart } from './encoded-data.ts'
import { hashChunks } from './hash-chunks.ts'

/**
 * Reads a file once to name it by its content; the upload reads it again.
 * @throws DataError when it is missing, no file, unreadable, or changes between the two readings.
 */
export async function filePart(path: string, place: string, signal?: AbortSignal): Promise<FilePart> {
  const name = basename(path)
  if (name.length > DATA_LIMITS.nameLength || name.includes('\\')) {
    throw new DataError(place, `the file name of ${path} cannot be kept (${DATA_LIMITS.nameLength} characters at most, no backslash)`)
  }
  const before = await fileStamp(path, place)
  const { sha256, bytes } = await hashChunks(readFile(path, place), signal)
  const checkUnchanged = async (): Promise<void> => {
    const now = await fileStamp(path, place)
    if (now.size !== bytes || now.mtimeMs !== before.mtimeMs)
      throw new DataError(place, `the file ${path} changed while it was being scattered`)
  }
  await checkUnchanged()
  return {
    reference: { key: objectKey(sha256), sha256, bytes },
    kind: 'file',
    name,
    path,
    body: {
      bytes,
      async *chunks() {
        await checkUnchanged()
        yield* readFile(path, place)
        await checkUnchanged()
      },
    },
  }
}

async function* readFile(path: string, place: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) yield chunk as Buffer
  } catch (cause) {
    throw unreadable(path, place, cause)
  }
}

async function fileStamp(path: string, place: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, place, cause)
  })
  if (!found.isFile())
    throw new DataError(place, `${path} is no file${found.isDirectory() ? ' but a folder; scatter its files one by one' : ''}`)
  return found
}

function unreadable(path: string, place: string, cause: unknown): DataError {
  return new DataError(place, `the file ${path} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
}
