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
/** A message is hidden for a minute once it was received; its body is asked for within a few seconds of that. */
const FETCH_RETRY_MOST_MS = 3_200

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

  /** Deletes messages, together with others. */
  acknowledge(...receipts: readonly string[]): void {
    this.#unacknowledged.push(...receipts)
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

  /** A failure must not end a trial whose result lies beside it: what ends trials well goes first, whatever its body takes to fetch. */
  async #takeAll(messages: readonly ReceivedMessage[]): Promise<void> {
    const failures: (() => void)[] = []
    const taken = messages.map(async (message) => {
      const result = await this.#read(message)
      if (result === null) return
      // What goes wrong here is no fault of the message, which must not be lost for it.
      const tell = (): void => this.#options.onResult(result, message.receipt)
      if (result.retryable) failures.push(tell)
      else tell()
    })
    const ends = await Promise.allSettled(taken)
    for (const tell of failures) tell()
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  /** Null for what is no result of this run, and for a body that cannot be had now: its message comes again. */
  async #read(message: ReceivedMessage): Promise<TrialResult | null> {
    const { run, transport, clock, onUnreadable } = this.#options
    const { signal } = this.#stop
    for (let retryMs = RETRY_START_MS; ; retryMs *= 2) {
      try {
        return await readResult(message.body, run, transport.objects, signal)
      } catch (cause) {
        if (signal.aborted) throw cause
        if (cause instanceof TransportError && cause.transient) {
          if (retryMs > FETCH_RETRY_MOST_MS) return null
          await delay(clock, retryMs, signal)
          continue
        }
        if (cause instanceof ProtocolVersionError) this.#fail(cause)
        else {
          this.acknowledge(message.receipt)
          onUnreadable(cause)
        }
        return null
      }
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
