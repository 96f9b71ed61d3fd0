/** A worker that tells a time further ahead than this is not believed: clocks are wrong by minutes, not by days. */
const MOST_AHEAD_MS = 24 * 3_600_000

/**
 * How far the workers' clocks are ahead of the client's, as far as their results tell it. A result was made before it came: what its
 * time is ahead then, the clock is ahead at least. Events must not look stale to workers because the client's clock is behind.
 */
export class WorkerClock {
  #aheadMs = 0

  /** What to add to a moment of the client's so that it is not earlier by the workers' clocks. */
  get aheadMs(): number {
    return this.#aheadMs
  }

  /** A result that ended at `endedAt` by the worker's clock is here at `now`. */
  look(endedAt: number, now: number): void {
    const aheadMs = Math.ceil(endedAt - now)
    if (aheadMs > this.#aheadMs && aheadMs <= MOST_AHEAD_MS) this.#aheadMs = aheadMs
  }
}
