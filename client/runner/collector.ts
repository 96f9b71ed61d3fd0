import { ProtocolVersionError } from '../../contract/errors.ts'
import type { TrialResult } from '../../contract/trial-result.ts'
import { type Clock, delay, within } from './clock.ts'
import { TransportError } from './errors.ts'
import { readResult } from './result-reader.ts'
import type { ReceivedMessage, Transport } from './transport.ts'

export interface CollectorOptions {
  readonly transport: Transport
  readonly queueUrl: string
  readonly run: string
  readonly clock: Clock
  readonly onResult: (result: TrialResult, receipt: string) => void
  /** A message that is no result of this run; it is deleted. */
  readonly onUnreadable: (error: unknown) => void
  /** The queue cannot be read any more; the collector has stopped. */
  readonly onFailure: (error: unknown) => void
}

/** SQS's longest, so that an idle run costs three requests a minute. */
const LONG_POLL_SECONDS = 20
const MOST_POLLERS = 8
/** A full batch says that more is waiting. */
const FULL_BATCH = 10
/** Acknowledgements wait this long for company: a batch of ten costs as much as one. */
const ACKNOWLEDGE_AFTER_MS = 100
const ACKNOWLEDGE_TIMEOUT_MS = 10_000
const RETRY_START_MS = 200
const RETRY_MOST_MS = 5_000

/** Reads the run's queue while there is something to wait for: one long poll, more of them while batches come full. */
export class Collector {
  readonly #options: CollectorOptions
  readonly #stop = new AbortController()
  readonly #pollers = new Set<Promise<void>>()
  #needed = false
  #unacknowledged: string[] = []
  #flushTimer: (() => void) | null = null
  #flushes: Promise<void> = Promise.resolve()

  constructor(options: CollectorOptions) {
    this.#options = options
  }

  /** Tells whether results are awaited. Polling starts at once and ends with the poll that is under way. */
  setNeeded(needed: boolean): void {
    this.#needed = needed
    if (needed && this.#pollers.size === 0) this.#addPoller()
  }

  /** Deletes a message, together with others. */
  acknowledge(receipt: string): void {
    this.#unacknowledged.push(receipt)
    if (this.#unacknowledged.length >= FULL_BATCH) this.#flush()
    else this.#flushTimer ??= this.#options.clock.after(ACKNOWLEDGE_AFTER_MS, () => this.#flush())
  }

  /** Ends all polls and sends what is not yet acknowledged. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('the collector is closed'))
    await Promise.all(this.#pollers)
    this.#flush()
    await this.#flushes
  }

  #addPoller(): void {
    if (this.#stop.signal.aborted || this.#pollers.size >= MOST_POLLERS) return
    const poller = this.#poll().finally(() => {
      this.#pollers.delete(poller)
      if (this.#needed && this.#pollers.size === 0) this.#addPoller()
    })
    this.#pollers.add(poller)
  }

  async #poll(): Promise<void> {
    const { transport, queueUrl, clock } = this.#options
    const { signal } = this.#stop
    let retryMs = RETRY_START_MS
    while (this.#needed && !signal.aborted) {
      try {
        const messages = await transport.queues.receive(queueUrl, { waitSeconds: LONG_POLL_SECONDS, signal })
        retryMs = RETRY_START_MS
        if (messages.length >= FULL_BATCH) this.#addPoller()
        await this.#takeAll(messages)
        if (messages.length < FULL_BATCH && this.#pollers.size > 1) return
      } catch (cause) {
        if (signal.aborted) return
        if (!(cause instanceof TransportError && cause.transient)) return this.#fail(cause)
        await delay(clock, retryMs, signal).catch(() => undefined)
        retryMs = Math.min(RETRY_MOST_MS, retryMs * 2)
      }
    }
  }

  /** A failure must not end a trial whose result lies beside it: what ends trials well goes first. */
  async #takeAll(messages: readonly ReceivedMessage[]): Promise<void> {
    const taken: { readonly result: TrialResult; readonly receipt: string }[] = []
    try {
      for (const message of messages) {
        const result = await this.#read(message)
        if (result !== null) taken.push({ result, receipt: message.receipt })
      }
    } finally {
      taken.sort((a, b) => Number(a.result.retryable) - Number(b.result.retryable))
      // What goes wrong here is no fault of the message, which must not be lost for it.
      for (const { result, receipt } of taken) this.#options.onResult(result, receipt)
    }
  }

  /** Null for what is no result of this run. */
  async #read(message: ReceivedMessage): Promise<TrialResult | null> {
    const { run, transport, onUnreadable } = this.#options
    try {
      return await readResult(message.body, run, transport.objects, this.#stop.signal)
    } catch (cause) {
      if (this.#stop.signal.aborted || (cause instanceof TransportError && cause.transient)) throw cause
      if (cause instanceof ProtocolVersionError) {
        this.#fail(cause)
        return null
      }
      this.acknowledge(message.receipt)
      onUnreadable(cause)
      return null
    }
  }

  #fail(cause: unknown): void {
    this.#needed = false
    this.#stop.abort(cause)
    this.#options.onFailure(cause)
  }

  #flush(): void {
    this.#flushTimer?.()
    this.#flushTimer = null
    const receipts = this.#unacknowledged
    if (receipts.length === 0) return
    this.#unacknowledged = []
    const { transport, queueUrl, clock } = this.#options
    // A message that stays because its delete failed comes again and is dropped as a duplicate.
    const sent = within(clock, ACKNOWLEDGE_TIMEOUT_MS, (signal) => transport.queues.acknowledge(queueUrl, receipts, { signal })).catch(
      () => undefined,
    )
    this.#flushes = Promise.all([this.#flushes, sent]).then(() => undefined)
  }
}
