import type { Configuration } from '../../../contract/trial.ts'
import type { SuggestionPort } from './suggestion-port.ts'
import type { SuggestionRequest } from './suggestion-request.ts'

export interface ReadySuggestionsOptions {
  readonly port: SuggestionPort
  /** A request for `n` suggestions from what is known now. */
  readonly request: (n: number) => SuggestionRequest
  /** Suggestions have come in, or there will be no more. */
  readonly onReady: () => void
}

/** From so many pending trials on, suggestions are made ahead: the worker that ends next does not wait, and one result more or less matters little. */
const AHEAD_FROM = 4
/** From so many on, a worker gets a draw of the design rather than wait. */
export const NEVER_WAIT_FROM = 16
/** Suggestions made ahead: so many for each that was used while the last ones were made. */
const RESERVE = 1.25
const LEAST_SHARE = 1 / 8
/** More at a time are fewer a second: a Gaussian process with 512 pending makes 159 a second by 512, 139 by 1,024 (measured). */
const MOST_AHEAD = 512

/**
 * Suggestions that are made elsewhere, ahead of demand where many trials are pending. With few pending, each is made from every result there
 * is, so that one worker gets the same run every time.
 */
export class ReadySuggestions {
  readonly #options: ReadySuggestionsOptions
  #ready: Configuration[] = []
  #isWaiting = false
  #isOver = false
  #version = -1
  #used = 0
  #usedBefore = 0

  constructor(options: ReadySuggestionsOptions) {
    this.#options = options
  }

  /** True when the port has gone: suggestions must be made in place. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** The next suggestion, or null while none is ready; `version`: of what is known, `pending`: trials without a result. */
  take(version: number, pending: number): Configuration | null {
    if (pending < AHEAD_FROM && this.#version !== version) this.#ready = []
    this.#used++
    const next = this.#ready.shift() ?? null
    if (next === null) this.#ask(1, pending)
    return next
  }

  /** Makes suggestions ahead of demand, where that pays. */
  prepare(pending: number): void {
    if (pending < AHEAD_FROM) return
    const target = this.#target(pending)
    if (this.#ready.length < target) this.#ask(target - this.#ready.length, pending)
  }

  close(): void {
    this.#isOver = true
    this.#options.port.close()
  }

  #target(pending: number): number {
    if (pending < AHEAD_FROM) return 1
    const share = pending < NEVER_WAIT_FROM ? 1 : Math.ceil(pending * LEAST_SHARE)
    return Math.min(MOST_AHEAD, Math.max(share, Math.ceil(RESERVE * this.#usedBefore)))
  }

  #ask(atLeast: number, pending: number): void {
    if (this.#isWaiting || this.#isOver) return
    this.#isWaiting = true
    this.#used = 0
    const request = this.#options.request(Math.max(atLeast, this.#target(pending) - this.#ready.length))
    this.#options.port.request(request, (reply) => {
      if (this.#isOver) return
      this.#isWaiting = false
      this.#usedBefore = this.#used
      this.#version = request.version
      if (reply === null) this.close()
      else this.#ready.push(...reply)
      this.#options.onReady()
    })
  }
}
