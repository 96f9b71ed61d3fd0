import type { Clock } from '../runner/clock.ts'

/** One timer for the soonest of many deadlines. It may ring early, never late: who rings asks again what is due. */
export class Alarm {
  readonly #clock: Clock
  readonly #ring: () => void
  #at = Number.POSITIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** A later time than the one that is set changes nothing: setting timers on every request would cost more than a vain ring. */
  set(at: number | null): void {
    if (at === null || at >= this.#at) return
    this.#cancel?.()
    this.#at = at
    this.#cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), () => {
      this.#at = Number.POSITIVE_INFINITY
      this.#cancel = null
      this.#ring()
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#at = Number.POSITIVE_INFINITY
  }
}
