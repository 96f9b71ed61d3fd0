import type { Clock } from '../runner/clock.ts'

/** Lets one loop sleep until something has changed. A change between `reset` and `sleep` is not missed. */
export class WakeUp {
  readonly #clock: Clock
  #isWoken = false
  #wake: () => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What changed until now is going to be looked at. */
  reset(): void {
    this.#isWoken = false
  }

  /** Something has changed. */
  call(): void {
    this.#isWoken = true
    this.#wake()
  }

  /** Until something changes, at most so long, ms. */
  async sleep(atMostMs: number): Promise<void> {
    if (this.#isWoken) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const cancelTimer = this.#clock.after(atMostMs, resolve)
    await promise
    cancelTimer()
  }
}
