import { cancelMarkerKey } from '../../contract/object-keys.ts'
import type { ExecutionClock } from '../../execution/execution-clock.ts'
import type { ObjectStore } from './object-store.ts'

/** Whose trials are cancelled: a run's, as far as one of its sessions has sent them. */
interface RunSession {
  readonly run: string
  readonly session: number
}

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
  #marker = ''
  #cancelled = false
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(options: { readonly store: ObjectStore; readonly clock: ExecutionClock; readonly log: (line: string) => void }) {
    this.#store = options.store
    this.#clock = options.clock
    this.#log = options.log
  }

  /** Notes that nobody waits for this run any more. */
  add({ run, session }: RunSession): void {
    this.#marker = cancelMarkerKey(run, session)
    this.#cancelled = true
  }

  /** Never throws: a bucket that does not answer must not lose a trial that can run. */
  async has({ run, session }: RunSession, signal: AbortSignal): Promise<boolean> {
    const marker = cancelMarkerKey(run, session)
    if (marker !== this.#marker) {
      this.#marker = marker
      this.#cancelled = false
      this.#askedAt = Number.NEGATIVE_INFINITY
    }
    if (this.#cancelled || this.#clock.now() - this.#askedAt < BELIEVED_MS) return this.#cancelled
    this.#askedAt = this.#clock.now()
    try {
      const exists = await this.#store.exists(marker, signal)
      if (exists && marker === this.#marker) this.#cancelled = true
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
  watch(of: RunSession, signal: AbortSignal, onCancelled: () => void): () => void {
    let isOver = false
    let cancelTimer = (): void => {}
    const wait = (): void => {
      cancelTimer = this.#clock.after(BELIEVED_MS, ask)
    }
    const ask = async (): Promise<void> => {
      const isCancelled = await this.has(of, signal)
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
