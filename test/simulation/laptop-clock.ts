import type { Clock } from '../../client/runner/clock.ts'

interface Timer {
  readonly callback: () => void
  /** By the world's clock. */
  at: number
  cancel: () => void
}

/** The time as a client sees it: steady, wrong by a skew, without the laptop's sleep, and over once the laptop is off. */
export class LaptopClock implements Clock {
  readonly #world: Clock
  readonly #timers = new Set<Timer>()
  #skewMs: number
  #asleepSince = Number.POSITIVE_INFINITY
  #wakesAt = 0
  #isOff = false
  /** How often the laptop fell asleep. */
  sleeps = 0

  constructor(world: Clock, skewMs: number) {
    this.#world = world
    this.#skewMs = skewMs
  }

  now(): number {
    return Math.min(this.#world.now(), this.#asleepSince) + this.#skewMs
  }

  after(delayMs: number, callback: () => void): () => void {
    if (this.#isOff) return () => undefined
    const now = this.#world.now()
    const timer: Timer = { callback, at: Math.max(now, this.#wakesAt) + Math.max(0, delayMs), cancel: () => undefined }
    this.#timers.add(timer)
    this.#set(timer)
    return () => {
      if (this.#timers.delete(timer)) timer.cancel()
    }
  }

  /** Timers that are set. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Nothing of the client happens for so long, and its clock stands still. */
  sleep(forMs: number): void {
    const now = this.#world.now()
    if (now < this.#wakesAt) return
    this.sleeps++
    this.#asleepSince = now
    this.#wakesAt = now + forMs
    for (const timer of this.#timers) {
      timer.cancel()
      timer.at += forMs
      this.#set(timer)
    }
    this.#world.after(forMs, () => {
      this.#asleepSince = Number.POSITIVE_INFINITY
      this.#skewMs -= forMs
    })
  }

  /** kill -9: nothing of the client ever happens again. */
  off(): void {
    this.#isOff = true
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
  }

  #set(timer: Timer): void {
    timer.cancel = this.#world.after(timer.at - this.#world.now(), () => {
      this.#timers.delete(timer)
      timer.callback()
    })
  }
}
