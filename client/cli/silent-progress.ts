import type { ProgressDisplay } from './progress-display.ts'
import type { OutputStream } from './terminal.ts'

/** Nothing but what the user must know: beside `--json`, a machine reads the progress from stdout. */
export class SilentProgress implements ProgressDisplay {
  readonly #stream: OutputStream

  constructor(stream: OutputStream) {
    this.#stream = stream
  }

  step(): void {}
  start(): void {}
  incumbent(): void {}
  stop(): void {}

  notice(text: string): void {
    this.#stream.write(`${text}\n`)
  }
}
