import type { TrialInfo, TrialValue } from '../../contract/trial.ts'

/** Finished trials on their way to the optimizer: each is taken once. */
export class ResultBuffer {
  #finished: (readonly [TrialInfo, TrialValue])[] = []
  #waiting: (() => void)[] = []

  get size(): number {
    return this.#finished.length
  }

  add(info: TrialInfo, value: TrialValue): void {
    this.#finished.push([info, value])
    this.wake()
  }

  /** Lets every waiter look again. */
  wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  /** Resolves when something can be taken, or at the next `wake`. */
  available(): Promise<void> {
    if (this.#finished.length > 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** What is there now and what comes while it is read; what is not read stays. */
  *drain(): Generator<readonly [TrialInfo, TrialValue]> {
    while (this.#finished.length > 0) {
      const batch = this.#finished
      this.#finished = []
      let taken = 0
      try {
        for (const result of batch) {
          taken++
          yield result
        }
      } finally {
        if (taken < batch.length) this.#finished = [...batch.slice(taken), ...this.#finished]
      }
    }
  }
}
