import { processCpu } from './process-cpu.ts'

/** CPU time of the processes that this one has started and waited for, trial by trial. */
export class WaitedForCpu {
  readonly #read: () => number
  #takenMs: number

  /** @param read all of it up to now, ms */
  constructor(read: () => number = () => processCpu('self').waitedForMs) {
    this.#read = read
    this.#takenMs = read()
  }

  /** What came since the last call, ms. */
  takeMs(): number {
    const allMs = this.#read()
    const moreMs = allMs - this.#takenMs
    this.#takenMs = allMs
    return moreMs
  }
}
