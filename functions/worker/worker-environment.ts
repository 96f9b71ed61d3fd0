import type { WorkerReport } from '../../contract/trial.ts'

/** Facts of the execution environment, which last as long as its process. */
export class WorkerEnvironment {
  readonly id: string
  readonly initMs: number
  readonly memoryMiB: number
  #cold = true

  constructor(options: { readonly id: string; readonly initMs: number; readonly memoryMiB: number }) {
    this.id = options.id
    this.initMs = options.initMs
    this.memoryMiB = options.memoryMiB
  }

  /** What a result says of where it ran. The first report of an environment is the cold one. */
  report(trial: Pick<WorkerReport, 'requestId' | 'fetchMs' | 'peakRssMiB'>): WorkerReport {
    const cold = this.#cold
    this.#cold = false
    return { environment: this.id, cold, initMs: this.initMs, memoryMiB: this.memoryMiB, ...trial }
  }
}
