import { Deadlines } from '../../client/local/model/deadlines.ts'
import type { Clock } from '../../client/runner/clock.ts'

/** Timers that set each other at one moment would never let it pass. */
const MOST_RINGS = 400_000

/** Virtual time of a simulated world: it moves from timer to timer, and what one sets off is done before the next one rings. */
export class SimulatedClock implements Clock {
  readonly #timers = new Deadlines<() => void>()
  #now: number

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = this.#timers.add(this.#now + Math.max(0, delayMs), callback)
    return () => this.#timers.cancel(timer)
  }

  /** Moves on until `isDone`, and not past `until`. @returns false when it is not done by then, or nothing is left that could ring */
  async runUntil(isDone: () => boolean, until: number, mostRings = MOST_RINGS): Promise<boolean> {
    for (let rings = 0; rings < mostRings; rings++) {
      await promisesSettled()
      if (isDone()) return true
      const at = this.#timers.next()
      if (at === null || at > until) return false
      this.#now = Math.max(this.#now, at)
      this.#timers.takeDue(this.#now)?.()
    }
    return false
  }
}

/** A tick runs when no promise has anything left to do; unlike `setImmediate` it costs no round of the event loop. */
const promisesSettled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
