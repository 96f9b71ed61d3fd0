/** A few shared bytes by which the main thread sees where a thread is that does not answer, because it is busy. */
export class TrialBoard {
  readonly memory: SharedArrayBuffer
  readonly #trial: Int32Array
  readonly #cpu: Float64Array

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.memory = memory
    this.#trial = new Int32Array(memory, 0, 1)
    this.#cpu = new Float64Array(memory, 8, 1)
  }

  /** In the thread: this trial begins; `cpuMs` is what the thread has used up to now. */
  begin(trial: number, cpuMs: number): void {
    this.#cpu[0] = cpuMs
    Atomics.store(this.#trial, 0, trial)
  }

  hasBegun(trial: number): boolean {
    return Atomics.load(this.#trial, 0) === trial
  }

  /** What the thread had used when its trial began, ms. */
  get cpuMsAtStart(): number {
    return this.#cpu[0] ?? 0
  }
}
