import type { Clock } from '../runner/clock.ts'
import { LiveBlock } from './live-block.ts'
import { printable } from './printable.ts'
import type { ProgressDisplay } from './progress-display.ts'
import { progressLines } from './progress-lines.ts'
import type { RunProgress } from './run-progress.ts'
import type { Terminal } from './terminal.ts'

const REPAINT_MS = 100

/** A block on a terminal that is painted over ten times a second. */
export class LiveProgress implements ProgressDisplay {
  readonly #terminal: Terminal
  readonly #clock: Clock
  readonly #block: LiveBlock
  readonly #onResize = (): void => this.#paint()
  #step = ''
  #progress: (() => RunProgress) | null = null
  #cancelRepaint: (() => void) | null = null

  constructor(terminal: Terminal, clock: Clock) {
    this.#terminal = terminal
    this.#clock = clock
    this.#block = new LiveBlock(terminal.stream)
    terminal.stream.on('resize', this.#onResize)
  }

  step(text: string): void {
    this.#step = text
    this.#repaint()
  }

  start(progress: () => RunProgress): void {
    this.#progress = progress
    this.#repaint()
  }

  incumbent(): void {}

  notice(text: string): void {
    this.#block.clear()
    this.#terminal.stream.write(`${this.#terminal.colors.yellow(printable(text))}\n`)
    this.#repaint()
  }

  stop(): void {
    this.#cancelRepaint?.()
    this.#cancelRepaint = null
    this.#progress = null
    this.#terminal.stream.off('resize', this.#onResize)
    this.#block.clear()
  }

  #repaint(): void {
    this.#cancelRepaint?.()
    this.#paint()
    this.#cancelRepaint = this.#clock.after(REPAINT_MS, () => this.#repaint())
  }

  #paint(): void {
    const { colors } = this.#terminal
    if (this.#progress !== null) {
      this.#block.paint(progressLines(this.#progress(), colors))
      return
    }
    this.#block.paint([colors.dim(`${printable(this.#step)} …`)])
  }
}
