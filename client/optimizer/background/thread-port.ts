import { Worker } from 'node:worker_threads'
import type { SuggestionPort } from './suggestion-port.ts'
import type { SuggesterOrder, SuggestionReply, SuggestionRequest } from './suggestion-request.ts'

/** Searches make much short-lived garbage; with a free hand, V8 lets it grow to hundreds of MiB. */
const YOUNG_GENERATION_MIB = 8
const ENDING = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** A worker thread of its own, begun with the first request. It does not keep the process alive. */
export class ThreadPort implements SuggestionPort {
  readonly #order: SuggesterOrder
  #worker: Worker | null = null
  #isGone = false
  #answer: ((reply: SuggestionReply | null) => void) | null = null

  constructor(order: SuggesterOrder) {
    this.#order = order
  }

  request(request: SuggestionRequest, answer: (reply: SuggestionReply | null) => void): void {
    // It may have gone while nobody was waiting.
    if (this.#isGone) {
      queueMicrotask(() => answer(null))
      return
    }
    this.#worker ??= this.#start()
    this.#answer = answer
    this.#worker.postMessage(request)
  }

  close(): void {
    this.#answer = null
    void this.#worker?.terminate()
    this.#worker = null
  }

  #start(): Worker {
    const worker = new Worker(new URL(`./suggester-thread${ENDING}`, import.meta.url), {
      workerData: this.#order,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
    })
    worker.unref()
    worker.on('message', (reply: SuggestionReply) => this.#reply(reply))
    // Whoever asked goes on without the thread, in its own.
    worker.on('error', () => this.#gone())
    worker.on('exit', () => this.#gone())
    return worker
  }

  #gone(): void {
    this.#isGone = true
    this.#reply(null)
  }

  #reply(reply: SuggestionReply | null): void {
    const answer = this.#answer
    this.#answer = null
    answer?.(reply)
  }
}
