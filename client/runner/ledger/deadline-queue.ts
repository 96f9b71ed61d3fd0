interface Deadline<T> {
  readonly at: number
  readonly item: T
}

/** A binary heap of deadlines: earliest first. What became void is dropped by its owner when it comes up. */
export class DeadlineQueue<T> {
  readonly #heap: Deadline<T>[] = []

  get size(): number {
    return this.#heap.length
  }

  /** When the earliest deadline is, or null. */
  get next(): number | null {
    return this.#heap[0]?.at ?? null
  }

  add(at: number, item: T): void {
    const heap = this.#heap
    const entry = { at, item }
    let index = heap.push(entry) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || above.at <= at) break
      heap[index] = above
      index = parent
    }
    heap[index] = entry
  }

  /** Takes the earliest item whose deadline is at or before `now`. */
  take(now: number): T | undefined {
    const heap = this.#heap
    const first = heap[0]
    if (first === undefined || first.at > now) return undefined
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) this.#sink(last)
    return first.item
  }

  #sink(entry: Deadline<T>): void {
    const heap = this.#heap
    let index = 0
    for (;;) {
      const left = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      if (left === undefined) break
      const takeRight = right !== undefined && right.at < left.at
      const child = takeRight ? right : left
      if (child.at >= entry.at) break
      heap[index] = child
      index = 2 * index + (takeRight ? 2 : 1)
    }
    heap[index] = entry
  }
}
