/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

/** The run was interrupted by a person, or by whoever asked the process to end. */
export class Interruption implements Disposable {
  readonly #source: SignalSource
  readonly #controller = new AbortController()
  readonly #onSignal: () => void

  /** The first signal aborts `signal` and calls `onFirst`; a later one calls `onSecond`. */
  constructor(source: SignalSource, onFirst: () => void, onSecond: () => void) {
    this.#source = source
    this.#onSignal = () => {
      if (this.#controller.signal.aborted) return onSecond()
      this.#controller.abort(new DOMException('interrupted', 'AbortError'))
      onFirst()
    }
    source.on('SIGINT', this.#onSignal)
    source.on('SIGTERM', this.#onSignal)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  [Symbol.dispose](): void {
    this.#source.off('SIGINT', this.#onSignal)
    this.#source.off('SIGTERM', this.#onSignal)
  }
}
