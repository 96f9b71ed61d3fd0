import type { QueuePort, ReceivedMessage } from '../transport.ts'

/** SQS bills every 64 KiB that a request carries as a request. */
const BILLED_BYTES = 64 * 1024
/** What one batch delete takes. */
const BATCH = 10

/** Counts the requests to queues, empty receives too. */
export class CountedQueues implements QueuePort {
  requests = 0
  readonly #queues: QueuePort

  constructor(queues: QueuePort) {
    this.#queues = queues
  }

  find(run: string, options: { readonly signal: AbortSignal }): Promise<string | null> {
    this.requests++
    return this.#queues.find(run, options)
  }

  open(run: string, options: { readonly signal: AbortSignal }): Promise<string> {
    this.requests++
    return this.#queues.open(run, options)
  }

  async receive(url: string, options: { readonly waitSeconds: number; readonly signal: AbortSignal }): Promise<readonly ReceivedMessage[]> {
    this.requests++
    const messages = await this.#queues.receive(url, options)
    let bytes = 0
    for (const { body } of messages) {
      const size = sizeOf(body)
      bytes += size
      // The worker's trial counts one send; what a large message takes beyond it is seen only here.
      this.requests += further(size)
    }
    this.requests += further(bytes)
    return messages
  }

  acknowledge(url: string, receipts: readonly string[], options: { readonly signal: AbortSignal }): Promise<void> {
    this.requests += Math.ceil(receipts.length / BATCH)
    return this.#queues.acknowledge(url, receipts, options)
  }

  remove(url: string, options: { readonly signal: AbortSignal }): Promise<void> {
    this.requests++
    return this.#queues.remove(url, options)
  }
}

const further = (bytes: number): number => Math.max(0, Math.ceil(bytes / BILLED_BYTES) - 1)

/** A character has up to 3 bytes in UTF-8: ten short bodies stay below 64 KiB, and their bytes need no counting. */
const sizeOf = (body: string): number => (body.length * 30 <= BILLED_BYTES ? body.length : Buffer.byteLength(body))
