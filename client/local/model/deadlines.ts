/** One point in time that something waits for. */
export interface Deadline<T> {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly item: T
}

interface Entry<T> extends Deadline<T> {
  /** Where it lies in the heap; -1 once taken out. */
  position: number
  /** Breaks ties in the order of adding: the same calls give the same order. */
  readonly order: number
}

/** What is due, soonest first: a binary heap whose entries can be cancelled in O(log n). */
export class Deadlines<T> {
  readonly #heap: Entry<T>[] = []
  #added = 0

  get size(): number {
    return this.#heap.length
  }

  /** The soonest point in time, or null when nothing waits. */
  next(): number | null {
    return this.#heap[0]?.at ?? null
  }

  add(at: number, item: T): Deadline<T> {
    const entry: Entry<T> = { at, item, position: this.#heap.length, order: this.#added++ }
    this.#heap.push(entry)
    this.#up(entry)
    return entry
  }

  /** Harmless when it is over or cancelled already. */
  cancel(deadline: Deadline<T>): void {
    const entry = deadline as Entry<T>
    if (entry.position < 0) return
    const last = this.#heap.pop()
    if (last !== undefined && last !== entry) {
      last.position = entry.position
      this.#heap[last.position] = last
      this.#up(last)
      this.#down(last)
    }
    entry.position = -1
  }

  /** Takes out the soonest item that is due at `now`; undefined when there is none. */
  takeDue(now: number): T | undefined {
    const first = this.#heap[0]
    if (first === undefined || first.at > now) return undefined
    this.cancel(first)
    return first.item
  }

  #up(entry: Entry<T>): void {
    while (entry.position > 0) {
      const parent = this.#heap[(entry.position - 1) >> 1]
      if (parent === undefined || !sooner(entry, parent)) return
      this.#swap(entry, parent)
    }
  }

  #down(entry: Entry<T>): void {
    for (;;) {
      const left = this.#heap[2 * entry.position + 1]
      const right = this.#heap[2 * entry.position + 2]
      const child = left !== undefined && right !== undefined && sooner(right, left) ? right : left
      if (child === undefined || !sooner(child, entry)) return
      this.#swap(child, entry)
    }
  }

  #swap(a: Entry<T>, b: Entry<T>): void {
    const position = a.position
    a.position = b.position
    b.position = position
    this.#heap[a.position] = a
    this.#heap[b.position] = b
  }
}

const sooner = (a: Entry<unknown>, b: Entry<unknown>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
