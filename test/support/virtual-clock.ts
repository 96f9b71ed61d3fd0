import type { Clock } from '../../client/runner/clock.ts'

interface Timer {
  readonly at: number
  readonly callback: () => void
}

/** A clock that moves only when it is told to; timers fire in order, and what they set off runs before the next one. */
export class VirtualClock implements Clock {
  #now: number
  readonly #timers = new Set<Timer>()

  constructor(now = 1_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves on by `ms`. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await settled()
    for (let timer = this.#next(until); timer !== null; timer = this.#next(until)) await this.#fire(timer)
    this.#now = until
    await settled()
  }

  /** Moves from timer to timer until the promise is settled. */
  async runUntil<T>(promise: Promise<T>, mostMs = 3_600_000): Promise<T> {
    const until = this.#now + mostMs
    let isSettled = false
    const done = promise.finally(() => {
      isSettled = true
    })
    done.catch(() => {})
    await settled()
    while (!isSettled) {
      const timer = this.#next(until)
      if (timer === null) throw new Error(`nothing settled it within ${mostMs} virtual ms`)
      await this.#fire(timer)
    }
    return done
  }

  async #fire(timer: Timer): Promise<void> {
    this.#now = Math.max(this.#now, timer.at)
    this.#timers.delete(timer)
    timer.callback()
    await settled()
  }

  #next(until: number): Timer | null {
    let next: Timer | null = null
    for (const timer of this.#timers) if (timer.at <= until && (next === null || timer.at < next.at)) next = timer
    return next
  }
}

/** Lets every promise that can settle without a timer do so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
