import { stripVTControlCharacters } from 'node:util'
import type { OutputStream } from './terminal.ts'

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const NO_WRAP = '\u001b[?7l'
const WRAP = '\u001b[?7h'
const CLEAR_BELOW = '\u001b[0J'
const CLEAR_LINE_END = '\u001b[K'

/** A few lines at the end of a terminal that are painted over in place. */
export class LiveBlock {
  readonly #stream: OutputStream
  /** Widths of the lines that are on the screen now. */
  #painted: readonly number[] = []
  #isShown = false

  constructor(stream: OutputStream) {
    this.#stream = stream
  }

  /** Paints the lines over those of the last time. Lines that are too long are cut by the terminal. */
  paint(lines: readonly string[]): void {
    const text = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join('')
    this.#stream.write(`${this.#isShown ? '' : HIDE_CURSOR}${this.#toTop()}${NO_WRAP}${text}${WRAP}${CLEAR_BELOW}`)
    const columns = this.#columns()
    this.#painted = lines.map((line) => Math.min(columns, [...stripVTControlCharacters(line)].length))
    this.#isShown = true
  }

  /** Takes the lines away and gives the cursor back. Harmless when nothing is shown. */
  clear(): void {
    if (!this.#isShown) return
    this.#stream.write(`${this.#toTop()}${CLEAR_BELOW}${SHOW_CURSOR}`)
    this.#painted = []
    this.#isShown = false
  }

  /** Leaves the lines where they are and gives the cursor back: for a process that ends at once. */
  release(): void {
    if (this.#isShown) this.#stream.write(SHOW_CURSOR)
    this.#isShown = false
  }

  /** A terminal that became narrower has wrapped the lines: they take more rows than they were. */
  #toTop(): string {
    const columns = this.#columns()
    const rows = this.#painted.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0)
    return rows === 0 ? '' : `\u001b[${rows}A\r`
  }

  #columns(): number {
    return Math.max(1, this.#stream.columns ?? 80)
  }
}
