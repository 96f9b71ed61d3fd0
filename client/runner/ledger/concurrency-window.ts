/** Lambda grows a function by 1,000 environments every 10 s (Lambda developer guide, "scaling behavior"). */
const SCALE_UP_PER_SECOND = 100
const INITIAL_BURST = 1_000
/** After congestion the window grows by this share of itself a second, until it was quiet for a while. */
const RECOVERY_PER_SECOND = 0.1
const QUIET_MS = 30_000
/** One congestion is seen by many trials at once; it counts once in this time. */
const SHRINK_PAUSE_MS = 1_000
/** Lambda retries a throttled asynchronous event after 1 s at the earliest: a warm start that took longer waited in its queue. */
const QUEUED_START_MS = 1_000
/** The fastest start is of this time or the one before it: clocks drift, and are set. */
const FASTEST_PERIOD_MS = 300_000
const SHRINK_ON_THROTTLE = 0.5
const SHRINK_ON_DELAY = 0.8

/**
 * How many trials may be in flight: additive increase, multiplicative decrease, inside a limit that is told from outside.
 * Throttles and trials that waited in Lambda's hidden queue shrink it; free room grows it. Pure: time comes in.
 */
export class ConcurrencyWindow {
  #limit = 0
  #window = INITIAL_BURST
  #grownAt = 0
  #shrunkAt = Number.NEGATIVE_INFINITY
  /** Of the present period, and of the one before. */
  #fastestStartMs = Number.POSITIVE_INFINITY
  #fastestBeforeMs = Number.POSITIVE_INFINITY
  #periodBeganAt = Number.NEGATIVE_INFINITY

  /** The limit told last. */
  get limit(): number {
    return this.#limit
  }

  /** How many trials may be in flight now; 1 at least while the limit is not 0. */
  get size(): number {
    return Math.min(this.#limit, Math.max(1, Math.floor(this.#window)))
  }

  /** True while the window, not the limit, says how much may be in flight. */
  get isNarrow(): boolean {
    return this.size < this.#limit
  }

  setLimit(limit: number, now: number): void {
    this.#grow(now)
    this.#limit = limit
  }

  /** The service said 429. */
  throttled(now: number): void {
    this.#shrink(SHRINK_ON_THROTTLE, now)
  }

  /** A trial was accepted at `acceptedAt` (our clock) and started at `startedAt` (the worker's clock). */
  started(acceptedAt: number, startedAt: number, cold: boolean, now: number): void {
    const delayMs = startedAt - acceptedAt
    const lateMs = delayMs - this.#fastestStart(delayMs, now)
    if (!cold && lateMs > QUEUED_START_MS) this.#shrink(SHRINK_ON_DELAY, now)
    else this.#grow(now)
  }

  /** With this one; it stands for the difference of the two clocks. */
  #fastestStart(delayMs: number, now: number): number {
    const age = now - this.#periodBeganAt
    if (age > FASTEST_PERIOD_MS) {
      this.#fastestBeforeMs = age > 2 * FASTEST_PERIOD_MS ? Number.POSITIVE_INFINITY : this.#fastestStartMs
      this.#fastestStartMs = Number.POSITIVE_INFINITY
      this.#periodBeganAt = now
    }
    this.#fastestStartMs = Math.min(this.#fastestStartMs, delayMs)
    return Math.min(this.#fastestStartMs, this.#fastestBeforeMs)
  }

  #shrink(factor: number, now: number): void {
    this.#grow(now)
    if (now - this.#shrunkAt < SHRINK_PAUSE_MS) return
    this.#shrunkAt = now
    this.#window = Math.max(1, Math.min(this.#window, this.#limit) * factor)
  }

  #grow(now: number): void {
    const seconds = Math.max(0, now - this.#grownAt) / 1000
    this.#grownAt = Math.max(now, this.#grownAt)
    const recovering = now - this.#shrunkAt < QUIET_MS
    const rate = recovering ? Math.max(0.5, this.#window * RECOVERY_PER_SECOND) : SCALE_UP_PER_SECOND
    this.#window = Math.min(Math.max(this.#limit, INITIAL_BURST), this.#window + rate * Math.min(seconds, 10))
  }
}
