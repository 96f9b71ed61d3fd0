const MIB = 1024 * 1024
/** Reading costs a system call; trials that are shorter than this share one reading. */
const MAX_AGE_MS = 20

/** The resident set of this process. */
export class ResidentMemory {
  readonly #read: () => number
  #readAt = Number.NEGATIVE_INFINITY
  #mib = 0

  constructor(read: () => number = () => process.memoryUsage.rss()) {
    this.#read = read
  }

  /** MiB, at most 20 ms old. */
  recentMiB(nowMs: number): number {
    const age = nowMs - this.#readAt
    return age >= 0 && age <= MAX_AGE_MS ? this.#mib : this.nowMiB(nowMs)
  }

  /** MiB, read now. */
  nowMiB(nowMs: number): number {
    this.#mib = this.#read() / MIB
    this.#readAt = nowMs
    return this.#mib
  }
}
