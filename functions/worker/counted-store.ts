import type { ByteRange, ObjectStore } from './object-store.ts'

/** Counts requests to the bucket: S3 bills each one. Tries of the SDK's own, on an error, are not seen. */
export class CountedStore implements ObjectStore {
  readonly #store: ObjectStore
  #reads = 0
  #writes = 0

  constructor(store: ObjectStore) {
    this.#store = store
  }

  /** The requests since the last time this was called. */
  take(): { readonly reads: number; readonly writes: number } {
    const taken = { reads: this.#reads, writes: this.#writes }
    this.#reads = 0
    this.#writes = 0
    return taken
  }

  read(key: string, range: ByteRange, place: (totalBytes: number) => Uint8Array, signal: AbortSignal): Promise<void> {
    this.#reads++
    return this.#store.read(key, range, place, signal)
  }

  exists(key: string, signal: AbortSignal): Promise<boolean> {
    this.#reads++
    return this.#store.exists(key, signal)
  }

  write(key: string, bytes: Uint8Array): Promise<void> {
    this.#writes++
    return this.#store.write(key, bytes)
  }
}
