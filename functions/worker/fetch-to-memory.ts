import type { ObjectReference } from '../../contract/object-reference.ts'
import { fetchRanges } from './fetch-ranges.ts'
import type { ObjectStore } from './object-store.ts'

/** Fetches an object into shared memory, which any number of threads can read without a copy, and which outlives them. */
export async function fetchToMemory(store: ObjectStore, reference: ObjectReference, signal: AbortSignal): Promise<Uint8Array> {
  let memory: Uint8Array | undefined
  await fetchRanges(
    store,
    reference,
    {
      place({ start, end }) {
        memory ??= new Uint8Array(new SharedArrayBuffer(reference.bytes))
        return memory.subarray(start, end)
      },
      landed() {},
    },
    signal,
  )
  return memory ?? new Uint8Array(new SharedArrayBuffer(0))
}
