interface Held<V> {
  readonly value: V
  readonly bytes: number
}

/**
 * What was fetched, by content hash, bounded by bytes: the least recently used goes first.
 * Those who miss the same key at once share one fetch. A failed fetch is not kept.
 */
export class FetchCache<V> {
  readonly capacityBytes: number
  readonly #discard: (value: V) => void
  /** In order of last use. */
  readonly #held = new Map<string, Held<V>>()
  readonly #inTheAir = new Map<string, Promise<V>>()
  #bytes = 0

  /** @param discard called with each value that is pushed out. */
  constructor(options: { readonly capacityBytes: number; readonly discard?: (value: V) => void }) {
    this.capacityBytes = options.capacityBytes
    this.#discard = options.discard ?? (() => {})
  }

  /** Bytes held and being fetched. */
  get bytes(): number {
    return this.#bytes
  }

  /** The held value, which becomes the last to go. */
  use(key: string): V | undefined {
    const held = this.#held.get(key)
    if (held === undefined) return undefined
    this.#held.delete(key)
    this.#held.set(key, held)
    return held.value
  }

  /**
   * The value of a key; fetched when it is not held. Room is made before the fetch, so that old and new need not fit together.
   * Something larger than the whole capacity is still fetched and held, alone: the caller decides what is too large.
   */
  get(key: string, bytes: number, fetch: () => Promise<V>): Promise<V> {
    const held = this.use(key)
    if (held !== undefined) return Promise.resolve(held)
    const joined = this.#inTheAir.get(key)
    if (joined !== undefined) return joined
    this.#makeRoom(bytes)
    this.#bytes += bytes
    const fetched = fetch().then(
      (value) => {
        this.#inTheAir.delete(key)
        this.#held.set(key, { value, bytes })
        return value
      },
      (cause: unknown) => {
        this.#inTheAir.delete(key)
        this.#bytes -= bytes
        throw cause
      },
    )
    this.#inTheAir.set(key, fetched)
    return fetched
  }

  /** Forgets a key, so that the next use fetches it again. */
  drop(key: string): void {
    const held = this.#held.get(key)
    if (held === undefined) return
    this.#held.delete(key)
    this.#bytes -= held.bytes
    this.#discard(held.value)
  }

  #makeRoom(bytes: number): void {
    for (const key of this.#held.keys()) {
      if (this.#bytes + bytes <= this.capacityBytes) return
      this.drop(key)
    }
  }
}
