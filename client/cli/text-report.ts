import type { Scenario } from '../study/scenario.ts'
import type { StudySummary } from '../study/study-summary.ts'
import { printable } from './printable.ts'
import type { RunReport } from './run-report.ts'
import { summaryLines } from './summary-lines.ts'
import type { Terminal } from './terminal.ts'

/** For a person: the results, when the run has ended. */
export class TextReport implements RunReport {
  readonly #terminal: Terminal
  #study = ''

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  start({ name }: Scenario): void {
    this.#study = name
  }

  trial(): void {}
  incumbent(): void {}

  end(summary: StudySummary, lines: readonly string[]): void {
    const own = lines.length === 0 ? [] : ['', ...lines.map(printable)]
    const all = [...summaryLines(this.#study, summary, this.#terminal.colors), ...own]
    this.#terminal.stream.write(`${all.join('\n')}\n`)
  }
}
