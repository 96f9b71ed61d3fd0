import { cancelMarkerKey } from '../../contract/object-keys.ts'
import type { ExecutionClock } from '../../execution/execution-clock.ts'
import type { ObjectStore } from './object-store.ts'

/** How long "not cancelled" is believed, and how often a running trial's run is asked about, ms. */
const BELIEVED_MS = 5_000

/**
 * Which runs were cancelled. The marker costs a request, so the answer "no" is believed for five seconds: a worker asks once for
 * thousands of short trials, and a long trial pays some 10 ms. The answer "yes" is final.
 */
export class CancelledRuns {
  readonly #store: ObjectStore
  readonly #clock: ExecutionClock
  readonly #log: (line: string) => void
  #run = ''
  #cancelled = false
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(options: { readonly store: ObjectStore; readonly clock: ExecutionClock; readonly log: (line: string) => void }) {
    this.#store = options.store
    this.#clock = options.clock
    this.#log = options.log
  }

  /** Notes that nobody waits for this run any more. */
  add(run: string): void {
    this.#run = run
    this.#cancelled = true
  }

  /** Never throws: a bucket that does not answer must not lose a trial that can run. */
  async has(run: string, signal: AbortSignal): Promise<boolean> {
    if (run !== this.#run) {
      this.#run = run
      this.#cancelled = false
      this.#askedAt = Number.NEGATIVE_INFINITY
    }
    if (this.#cancelled || this.#clock.now() - this.#askedAt < BELIEVED_MS) return this.#cancelled
    this.#askedAt = this.#clock.now()
    try {
      const exists = await this.#store.exists(cancelMarkerKey(run), signal)
      if (exists && run === this.#run) this.#cancelled = true
      return exists
    } catch (cause) {
      if (!signal.aborted)
        this.#log(`run ${run}: cannot see whether it was cancelled: ${cause instanceof Error ? cause.message : String(cause)}`)
      return false
    }
  }

  /**
   * Calls back once if the run is cancelled from now on.
   * @param signal ends a request that is under way.
   * @returns what ends the watch.
   */
  watch(run: string, signal: AbortSignal, onCancelled: () => void): () => void {
    let isOver = false
    let cancelTimer = (): void => {}
    const wait = (): void => {
      cancelTimer = this.#clock.after(BELIEVED_MS, ask)
    }
    const ask = async (): Promise<void> => {
      const isCancelled = await this.has(run, signal)
      if (isOver) return
      if (isCancelled) onCancelled()
      else wait()
    }
    wait()
    return () => {
      isOver = true
      cancelTimer()
    }
  }
}
