/** Promises that were rejected and that nobody watched: in a client they would end the process. */
export class StrayErrors implements Disposable {
  #errors: string[] = []
  readonly #note = (error: unknown): void => {
    this.#errors.push(`nobody caught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }

  constructor() {
    process.on('unhandledRejection', this.#note)
  }

  /** Those since the last call. */
  async take(): Promise<readonly string[]> {
    // Node tells of them when the microtasks are done.
    await new Promise((resolve) => setImmediate(resolve))
    const errors = this.#errors
    this.#errors = []
    return errors
  }

  [Symbol.dispose](): void {
    process.off('unhandledRejection', this.#note)
  }
}
