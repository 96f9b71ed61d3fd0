import { createHash } from 'node:crypto'
import { TransportError } from '../../client/runner/errors.ts'
import type {
  ConcurrencyLimits,
  FunctionPort,
  InvokeAnswer,
  ObjectPort,
  QueuePort,
  ReceivedMessage,
  Transport,
} from '../../client/runner/transport.ts'
import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import { StatusType } from '../../contract/status.ts'
import { isClaimed, parseFullTrialEvent, parseTrialEvent, type TrialEvent } from '../../contract/trial-event.ts'
import type { TrialResult } from '../../contract/trial-result.ts'

/** A cloud of maps and arrays: events are kept until a test answers them; messages come again until they are deleted. */
export class InMemoryTransport implements Transport {
  readonly objects = new InMemoryObjects()
  readonly queues = new InMemoryQueues()
  readonly functions: InMemoryFunctions
  readonly objectLifetimeMs = 1_000_000

  constructor() {
    this.functions = new InMemoryFunctions(this.objects)
  }

  /** Answers an event as a worker would. */
  answer(event: TrialEvent, changes: Partial<TrialResult> = {}): void {
    this.queues.send(event.resultQueueUrl, JSON.stringify(resultOf(event, changes)))
  }

  /** Answers the oldest event that is not answered yet. */
  answerNext(changes: Partial<TrialResult> = {}): TrialEvent {
    const event = this.functions.events.shift()
    if (event === undefined) throw new Error('no event to answer')
    this.answer(event, changes)
    return event
  }
}

export function resultOf(event: Pick<TrialEvent, 'run' | 'trial' | 'attempt'>, changes: Partial<TrialResult> = {}): TrialResult {
  return {
    protocol: PROTOCOL_VERSION,
    run: event.run,
    trial: event.trial,
    attempt: event.attempt,
    status: StatusType.SUCCESS,
    cost: [event.trial],
    runtimeMs: 3,
    cpuTimeMs: 2,
    startedAt: 1_000_000,
    endedAt: 1_000_003,
    info: {},
    worker: null,
    started: true,
    retryable: false,
    ...changes,
  }
}

class InMemoryFunctions implements FunctionPort {
  readonly timeoutMs = 900_000
  readonly sizesMiB = [1_769]
  readonly limitsMaxAgeMs = 1_000
  readonly accountLimit = { binding: "the account's unreserved concurrency", mend: 'ask for more' }
  readonly events: TrialEvent[] = []
  current: ConcurrencyLimits = { reserved: null, unreservedAccount: 2 }
  /** What the next invokes answer in place of being taken; in order. */
  readonly nextAnswers: (InvokeAnswer | Error)[] = []
  /** Thrown in place of the limits. */
  limitsFail: Error | null = null
  invokes = 0
  readonly #objects: InMemoryObjects

  constructor(objects: InMemoryObjects) {
    this.#objects = objects
  }

  async invoke(payload: string): Promise<InvokeAnswer> {
    this.invokes++
    const answer = this.nextAnswers.shift()
    if (answer instanceof Error) throw answer
    if (answer !== undefined) return answer
    const event = parseTrialEvent(JSON.parse(payload))
    this.events.push(
      isClaimed(event) ? parseFullTrialEvent(JSON.parse(Buffer.from(this.#objects.bytes(event.claim.key)).toString())) : event,
    )
    return { outcome: 'accepted' }
  }

  async limits(): Promise<ConcurrencyLimits> {
    if (this.limitsFail !== null) throw this.limitsFail
    return this.current
  }
}

const tagOf = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

const urlOf = (run: string): string => `http://queues.test/000000000000/trialfan-run-${run}`

class InMemoryQueues implements QueuePort {
  readonly opened = new Map<
    string,
    { messages: ReceivedMessage[]; waiting: ((messages: ReceivedMessage[]) => void)[]; taken: Map<string, ReceivedMessage> }
  >()
  receives = 0
  acknowledged: string[] = []
  #receipt = 0

  async find(run: string): Promise<string | null> {
    const url = urlOf(run)
    return this.opened.has(url) ? url : null
  }

  async open(run: string): Promise<string> {
    const url = urlOf(run)
    if (!this.opened.has(url)) this.opened.set(url, { messages: [], waiting: [], taken: new Map() })
    return url
  }

  send(url: string, body: string): void {
    const queue = this.#queue(url)
    const message = { body, receipt: `receipt-${this.#receipt++}` }
    const waiter = queue.waiting.shift()
    if (waiter === undefined) queue.messages.push(message)
    else {
      queue.taken.set(message.receipt, message)
      waiter([message])
    }
  }

  /** What was taken and not deleted is delivered again. */
  redeliver(url: string): void {
    const queue = this.#queue(url)
    const taken = [...queue.taken.values()]
    queue.taken.clear()
    for (const { body } of taken) this.send(url, body)
  }

  async receive(url: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly ReceivedMessage[]> {
    this.receives++
    signal.throwIfAborted()
    const queue = this.#queue(url)
    const batch = queue.messages.splice(0, 10)
    for (const message of batch) queue.taken.set(message.receipt, message)
    if (batch.length > 0) return batch
    return new Promise((resolve, reject) => {
      queue.waiting.push(resolve)
      signal.addEventListener('abort', () => {
        queue.waiting = queue.waiting.filter((other) => other !== resolve)
        reject(signal.reason)
      })
    })
  }

  async acknowledge(url: string, receipts: readonly string[]): Promise<void> {
    const queue = this.#queue(url)
    for (const receipt of receipts) queue.taken.delete(receipt)
    this.acknowledged.push(...receipts)
  }

  async remove(url: string): Promise<void> {
    const queue = this.#queue(url)
    this.opened.delete(url)
    for (const waiter of queue.waiting) waiter([])
  }

  #queue(url: string) {
    const queue = this.opened.get(url)
    if (queue === undefined) throw new TransportError('QUEUE_MISSING', 'sqs', `no queue ${url}`, { transient: false })
    return queue
  }
}

class InMemoryObjects implements ObjectPort {
  readonly stored = new Map<string, { bytes: Uint8Array; lastModified: number }>()
  puts: string[] = []
  refreshed: string[] = []
  #failing = 0
  lastModified = 1_000_000

  bytes(key: string): Uint8Array {
    const object = this.stored.get(key)
    if (object === undefined) throw new TransportError('OBJECT_MISSING', 's3:GetObject', `no object ${key}`, { transient: false })
    return object.bytes
  }

  async head(key: string) {
    const object = this.stored.get(key)
    return object === undefined ? null : { bytes: object.bytes.byteLength, lastModified: object.lastModified }
  }

  async put(key: string, body: Parameters<ObjectPort['put']>[1], options: Parameters<ObjectPort['put']>[2]): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of body.chunks()) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const name = key.match(/^objects\/(.*)$/)?.[1]
    if (name !== undefined && createHash('sha256').update(bytes).digest('hex') !== name)
      throw new Error(`${key} is not named by its content`)
    this.puts.push(key)
    this.stored.set(key, { bytes, lastModified: this.lastModified })
    options.onProgress?.(bytes.byteLength)
  }

  /** So many reads from now on come to nothing. */
  failNextGets(count: number): void {
    this.#failing = count
  }

  async get(key: string): Promise<Uint8Array> {
    if (this.#failing-- > 0) throw new TransportError('SERVICE_FAULT', 's3:GetObject', '503 SlowDown', { transient: true })
    return this.bytes(key)
  }

  async getTagged(key: string) {
    const object = this.stored.get(key)
    return object === undefined ? null : { bytes: object.bytes, tag: tagOf(object.bytes) }
  }

  async putTagged(key: string, bytes: Uint8Array, { tag }: { readonly tag: string | null }): Promise<string | null> {
    const object = this.stored.get(key)
    if ((object === undefined ? null : tagOf(object.bytes)) !== tag) return null
    this.stored.set(key, { bytes, lastModified: this.lastModified })
    return tagOf(bytes)
  }

  async refresh({ key }: { readonly key: string }): Promise<void> {
    this.refreshed.push(key)
  }
}
