const LEAD_MS = 50
const LEAD_SHARE = 0.1

/** The signal of one trial's context. It costs nothing until the target asks for it. */
export class TrialSignal {
  readonly #startedAt = performance.now()
  readonly #timeMs: number | null
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #outOfTime = false

  constructor(timeMs: number | null) {
    this.#timeMs = timeMs
  }

  /** True once the signal was aborted because the time is nearly over. */
  get outOfTime(): boolean {
    return this.#outOfTime
  }

  get signal(): AbortSignal {
    if (this.#timeMs !== null && this.#timer === null) {
      const lead = Math.min(LEAD_MS, this.#timeMs * LEAD_SHARE)
      const left = this.#timeMs - lead - (performance.now() - this.#startedAt)
      this.#timer = setTimeout(() => this.#expire(), Math.min(Math.max(0, left), 2 ** 31 - 1))
    }
    return this.#controller.signal
  }

  cancel(): void {
    this.#controller.abort(new DOMException('the trial was cancelled', 'AbortError'))
  }

  /** What it reported is too bad to go on; gives the reason. */
  stop(): DOMException {
    const reason = new DOMException('the trial was stopped early, for what it has reported', 'AbortError')
    this.#controller.abort(reason)
    return reason
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #expire(): void {
    this.#outOfTime = true
    this.#controller.abort(new DOMException(`the trial's time limit of ${this.#timeMs} ms is nearly over`, 'TimeoutError'))
  }
}
