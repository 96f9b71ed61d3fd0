import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { FunctionFault } from '../function-fault.ts'
import { fetchRanges } from './fetch-ranges.ts'
import type { ObjectStore } from './object-store.ts'

/** Fetches an object into a read-only file, which may be executed (a solver). The file has its name only once it is whole and checked. */
export async function fetchToFile(store: ObjectStore, reference: ObjectReference, path: string, signal: AbortSignal): Promise<void> {
  const partial = `${dirname(path)}.partial`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(partial, 'w', 0o555)
    try {
      const sink = {
        place: ({ start, end }: { start: number; end: number }) => new Uint8Array(end - start),
        landed: async ({ start }: { start: number }, bytes: Uint8Array) => {
          for (let done = 0; done < bytes.byteLength; ) {
            done += (await file.write(bytes, done, bytes.byteLength - done, start + done)).bytesWritten
          }
        },
      }
      await fetchRanges(store, reference, sink, signal)
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    await rm(dirname(path), { recursive: true, force: true })
    throw diskFault(cause, reference)
  }
}

function diskFault(cause: unknown, { bytes }: ObjectReference): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause
  const message = `no room for ${Math.ceil(bytes / 1024 / 1024)} MiB in the worker's temporary folder; give the function more ephemeral storage`
  return new FunctionFault('DISK_FULL', message, { retryable: false, cause })
}
