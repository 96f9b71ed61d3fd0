import type { ObjectReference } from '../../../contract/object-reference.ts'
import type { ObjectBody, ObjectPort, TaggedObject } from '../transport.ts'
import { putRequests } from './put-requests.ts'

/** Counts the requests to a bucket: each is billed, whatever comes of it. */
export class CountedObjects implements ObjectPort {
  reads = 0
  writes = 0
  readonly #objects: ObjectPort

  constructor(objects: ObjectPort) {
    this.#objects = objects
  }

  head(key: string, options: { readonly signal: AbortSignal }): ReturnType<ObjectPort['head']> {
    this.reads++
    return this.#objects.head(key, options)
  }

  put(
    key: string,
    body: ObjectBody,
    options: { readonly signal: AbortSignal; readonly onProgress?: (bytes: number) => void },
  ): Promise<void> {
    this.writes += putRequests(body.bytes)
    return this.#objects.put(key, body, options)
  }

  get(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<Uint8Array> {
    this.reads++
    return this.#objects.get(key, options)
  }

  getTagged(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<TaggedObject | null> {
    this.reads++
    return this.#objects.getTagged(key, options)
  }

  putTagged(
    key: string,
    bytes: Uint8Array,
    options: { readonly signal: AbortSignal; readonly tag: string | null },
  ): Promise<string | null> {
    this.writes++
    return this.#objects.putTagged(key, bytes, options)
  }

  refresh(reference: ObjectReference, options: { readonly signal: AbortSignal }): Promise<void> {
    this.writes++
    return this.#objects.refresh(reference, options)
  }
}
