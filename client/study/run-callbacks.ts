import type { Configuration } from '../../contract/trial.ts'
import type { Callback, CallbackAnswer } from './callback.ts'
import type { StopCause } from './stop-reason.ts'

/** The callbacks of one optimizer, and whether one of them wants the run to stop. */
export class RunCallbacks<C extends Configuration = Configuration> {
  /** Set by the first one that answers false. */
  stopCause: StopCause | null = null
  readonly #callbacks: readonly Callback<C>[]
  #isListening = false

  constructor(callbacks: readonly Callback<C>[]) {
    this.#callbacks = callbacks
  }

  /** From now on: what earlier sessions of a run have done is not told again. */
  listen(): void {
    this.#isListening = true
  }

  /** Calls every callback, also after one has answered false. */
  call(point: keyof Callback<C>, call: (callback: Callback<C>) => CallbackAnswer): void {
    if (!this.#isListening) return
    for (const callback of this.#callbacks) {
      if (call(callback) === false) this.stopCause ??= { kind: 'callback', point }
    }
  }
}
