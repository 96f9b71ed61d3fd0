import type { Clock } from '../../client/runner/clock.ts'

/** The time as a client sees it: wrong by a skew, and over once the laptop is off. */
export class LaptopClock implements Clock {
  readonly #world: Clock
  readonly #timers = new Set<() => void>()
  #skewMs: number
  #isOff = false

  constructor(world: Clock, skewMs: number) {
    this.#world = world
    this.#skewMs = skewMs
  }

  now(): number {
    return this.#world.now() + this.#skewMs
  }

  /** Somebody sets the clock: its time jumps, timers that run do not care. */
  skew(skewMs: number): void {
    this.#skewMs = skewMs
  }

  after(delayMs: number, callback: () => void): () => void {
    if (this.#isOff) return () => undefined
    const cancelTimer = this.#world.after(delayMs, () => {
      this.#timers.delete(cancel)
      callback()
    })
    const cancel = (): void => {
      this.#timers.delete(cancel)
      cancelTimer()
    }
    this.#timers.add(cancel)
    return cancel
  }

  /** Timers that are set. */
  get waiting(): number {
    return this.#timers.size
  }

  /** kill -9: nothing of the client ever happens again. */
  off(): void {
    this.#isOff = true
    for (const cancel of [...this.#timers]) cancel()
  }
}
