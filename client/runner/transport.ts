import type { ObjectReference } from '../../contract/object-reference.ts'

/** What became of one asynchronous invoke. Anything else is thrown as a TrialfanError. */
export type InvokeAnswer = { readonly outcome: 'accepted' } | { readonly outcome: 'throttled'; readonly retryAfterMs: number | null }

/** The limits that bound how many trials can run at once, as the platform tells them. */
export interface ConcurrencyLimits {
  /** The function's reserved concurrency, or null when none is reserved. */
  readonly reserved: number | null
  /** The account's concurrency that no function has reserved. */
  readonly unreservedAccount: number
}

/** How a limit is called, and what raises it; both in words for a person. */
export interface LimitWords {
  /** `the account's unreserved concurrency` */
  readonly binding: string
  readonly mend: string
}

/** The worker function, in one or more sizes. */
export interface FunctionPort {
  /** How the limit is called that holds when no concurrency is reserved. */
  readonly accountLimit: LimitWords
  /**
   * Sends one event asynchronously (Lambda: Invoke with InvocationType Event), to the size with this index in `sizesMiB`
   * (the smallest by default). @throws TransportError
   */
  invoke(payload: string, options: { readonly signal: AbortSignal; readonly size?: number }): Promise<InvokeAnswer>
  /** @throws TransportError */
  limits(options: { readonly signal: AbortSignal }): Promise<ConcurrencyLimits>
  /** How long a limit that was read may be believed, ms (30 s on AWS: control-plane rates; shorter on the embedded cluster). */
  readonly limitsMaxAgeMs: number
  /** The longest a trial may take on this function, ms. */
  readonly timeoutMs: number
  /** The memory of each size, MiB, from the smallest, where trials begin, to the largest. One at least. */
  readonly sizesMiB: readonly number[]
}

export interface ReceivedMessage {
  readonly body: string
  /** Names this delivery when it is acknowledged. */
  readonly receipt: string
}

/** Queues of results; one a run. */
export interface QueuePort {
  /** The URL of the run's queue, or null when there is none. @throws TransportError */
  find(run: string, options: { readonly signal: AbortSignal }): Promise<string | null>
  /** Creates the run's queue, or finds it again. Returns its URL. */
  open(run: string, options: { readonly signal: AbortSignal }): Promise<string>
  /** Up to 10 messages; waits up to `waitSeconds` (0–20) for the first. An abort ends the wait with an AbortError. */
  receive(url: string, options: { readonly waitSeconds: number; readonly signal: AbortSignal }): Promise<readonly ReceivedMessage[]>
  /** Deletes what was taken in, any number of receipts. */
  acknowledge(url: string, receipts: readonly string[], options: { readonly signal: AbortSignal }): Promise<void>
  /** Deletes the queue with all that is in it. */
  remove(url: string, options: { readonly signal: AbortSignal }): Promise<void>
}

/** What an upload takes its bytes from: chunks in order, without a second whole copy in memory. */
export interface ObjectBody {
  readonly bytes: number
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** A small object with a tag that changes with its content. */
export interface TaggedObject {
  readonly bytes: Uint8Array
  readonly tag: string
}

/** Content-addressed objects, a run's claim checks, and its copy. */
export interface ObjectPort {
  /** The object's size and age, or null when there is none. */
  head(key: string, options: { readonly signal: AbortSignal }): Promise<{ readonly bytes: number; readonly lastModified: number } | null>
  /** Stores an object; multipart when it is large. `onProgress` gets bytes sent so far. */
  put(
    key: string,
    body: ObjectBody,
    options: { readonly signal: AbortSignal; readonly onProgress?: (bytes: number) => void },
  ): Promise<void>
  /** The whole object. @throws TransportError with code OBJECT_MISSING; refuses objects over `maxBytes` before reading them. */
  get(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<Uint8Array>
  /** A small object with its tag, or null when there is none. @throws TransportError; refuses objects over `maxBytes` before reading them */
  getTagged(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<TaggedObject | null>
  /**
   * Stores a small object if what is there has this tag; null: if nothing is there. Its new tag, or null when something else is there.
   * A lost answer can make it say null of what it has stored itself. @throws TransportError
   */
  putTagged(key: string, bytes: Uint8Array, options: { readonly signal: AbortSignal; readonly tag: string | null }): Promise<string | null>
  /** Makes the object young again for the bucket's lifecycle (a copy onto itself). */
  refresh(reference: ObjectReference, options: { readonly signal: AbortSignal }): Promise<void>
}

/** Everything the runner needs of a cloud. One suite (test/contract) holds every implementation to it. */
export interface Transport {
  readonly functions: FunctionPort
  readonly queues: QueuePort
  readonly objects: ObjectPort
  /** Half of this age, a reused object is refreshed, ms. */
  readonly objectLifetimeMs: number
}
