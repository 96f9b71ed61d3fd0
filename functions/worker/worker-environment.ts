import type { WorkerReport } from '../../contract/trial.ts'
import type { ExecutionClock } from '../../execution/execution-clock.ts'
import type { CountedStore } from './counted-store.ts'

export interface WorkerEnvironmentOptions {
  readonly id: string
  readonly initMs: number
  readonly memoryMiB: number
  /** As Node calls it: arm64, x64. */
  readonly processor: string
  readonly store: CountedStore
  readonly clock: Pick<ExecutionClock, 'now'>
}

/** Facts of the execution environment, which last as long as its process, and what it is billed by. */
export class WorkerEnvironment {
  readonly #options: WorkerEnvironmentOptions
  #cold = true
  /** Since when the time is not reported. */
  #since = 0
  #earlierMs = 0

  constructor(options: WorkerEnvironmentOptions) {
    this.#options = options
  }

  /** An event has arrived. */
  begin(): void {
    this.#since = this.#options.clock.now()
  }

  /** The invocation ends: what was not reported is carried over to the next report. */
  end(): void {
    this.#earlierMs += this.#elapsed()
  }

  /** What a result says of where it ran. The first report of an environment is the cold one. */
  report(trial: Pick<WorkerReport, 'requestId' | 'fetchMs' | 'peakRssMiB'>): WorkerReport {
    const { id, initMs, memoryMiB, processor, store, clock } = this.#options
    const cold = this.#cold
    const { reads: objectReads, writes: objectWrites } = store.take()
    const billing = {
      architecture: processor === 'arm64' ? 'arm64' : 'x86_64',
      handledMs: this.#elapsed(),
      earlierMs: this.#earlierMs,
      objectReads,
      objectWrites,
    } as const
    this.#cold = false
    this.#since = clock.now()
    this.#earlierMs = 0
    return { environment: id, cold, initMs, memoryMiB, ...trial, billing }
  }

  /** A clock that was set back must not make a result unreadable. */
  #elapsed(): number {
    return Math.max(0, this.#options.clock.now() - this.#since)
  }
}
