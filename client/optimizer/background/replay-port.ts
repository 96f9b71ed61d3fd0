import type { SuggestionPort } from './suggestion-port.ts'
import type { SuggestionReply, SuggestionRequest } from './suggestion-request.ts'

/**
 * Answers at the calls at which another run got its answers: makes its suggestions in place, the same ones. At a negative number there were to be
 * no more.
 */
export class ReplayPort implements SuggestionPort {
  readonly #deliveries: readonly number[]
  readonly #suggest: (request: SuggestionRequest) => SuggestionReply
  #next = 0
  #open: { readonly request: SuggestionRequest; readonly answer: (reply: SuggestionReply | null) => void } | null = null

  constructor(deliveries: readonly number[], suggest: (request: SuggestionRequest) => SuggestionReply) {
    this.#deliveries = deliveries
    this.#suggest = suggest
  }

  /** Whether a request had no answer yet when the other run ended. */
  get isAsked(): boolean {
    return this.#open !== null
  }

  request(request: SuggestionRequest, answer: (reply: SuggestionReply | null) => void): void {
    this.#open = { request, answer }
  }

  /** Call number `call` begins. */
  advance(call: number): void {
    for (;;) {
      const delivery = this.#deliveries[this.#next]
      if (delivery === undefined || Math.abs(delivery) !== call || this.#open === null) return
      const { request, answer } = this.#open
      this.#open = null
      this.#next++
      answer(delivery < 0 ? null : this.#suggest(request))
    }
  }

  close(): void {
    this.#open = null
  }
}
