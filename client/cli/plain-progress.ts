import type { Clock } from '../runner/clock.ts'
import { costLine } from './cost-lines.ts'
import { formatCost } from './format-cost.ts'
import { formatDuration } from './format-duration.ts'
import { printable } from './printable.ts'
import type { ProgressDisplay } from './progress-display.ts'
import type { RunProgress } from './run-progress.ts'
import { statusCounts } from './status-counts.ts'
import type { OutputStream } from './terminal.ts'

const INTERVAL_MS = 5_000
/** A run finds many incumbents at first; of those in this time only the last is told. */
const INCUMBENT_PAUSE_MS = 500

/** A line now and then, and one for each new incumbent: for logs and pipes. */
export class PlainProgress implements ProgressDisplay {
  readonly #stream: OutputStream
  readonly #clock: Clock
  #progress: (() => RunProgress) | null = null
  #cancelNext: (() => void) | null = null
  #cancelIncumbent: (() => void) | null = null

  constructor(stream: OutputStream, clock: Clock) {
    this.#stream = stream
    this.#clock = clock
  }

  step(text: string): void {
    this.#line(text)
  }

  start(progress: () => RunProgress): void {
    this.#progress = progress
    const { study, trials, workers } = progress()
    const count = Number.isFinite(trials) ? `${trials} trials` : 'trials'
    this.#line(`${study}: running ${count} on ${workers}`)
    this.#schedule()
  }

  incumbent(): void {
    this.#cancelIncumbent ??= this.#clock.after(INCUMBENT_PAUSE_MS, () => {
      this.#cancelIncumbent = null
      this.#tell()
    })
  }

  notice(text: string): void {
    this.#line(text)
  }

  stop(): void {
    this.#cancelNext?.()
    this.#cancelIncumbent?.()
    if (this.#progress !== null) this.#tell()
    this.#progress = null
  }

  #schedule(): void {
    this.#cancelNext = this.#clock.after(INTERVAL_MS, () => {
      this.#tell()
      this.#schedule()
    })
  }

  #tell(): void {
    if (this.#progress === null) return
    const { figures, trials, incumbent } = this.#progress()
    const count = Number.isFinite(trials) ? `${figures.finished}/${trials}` : String(figures.finished)
    const best = incumbent === null ? 'none yet' : formatCost(incumbent.cost)
    const counts = statusCounts(figures)
    const cost = figures.cost === null ? '' : `; ${costLine(figures.cost)}`
    this.#line(
      `${formatDuration(figures.elapsedMs)}: ${count} trials, ${figures.inFlight} running, incumbent ${best}${counts === '' ? '' : `, ${counts}`}${cost}`,
    )
  }

  #line(text: string): void {
    this.#stream.write(`${printable(text)}\n`)
  }
}
