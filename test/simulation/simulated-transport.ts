import { ServiceFault } from '../../client/local/service-fault.ts'
import { delay } from '../../client/runner/clock.ts'
import { TransportError } from '../../client/runner/errors.ts'
import type { FunctionPort, InvokeAnswer, ObjectPort, QueuePort, ReceivedMessage, Transport } from '../../client/runner/transport.ts'
import type { InFlightCount } from './in-flight-count.ts'
import type { LaptopClock } from './laptop-clock.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import type { SimulatedMessage, SimulatedQueue } from './simulated-queue.ts'
import { type AttemptName, nameOf, STORING_MS } from './witness.ts'
import type { World } from './world.ts'

export const QUEUE_URL = 'http://queues.test/000000000000/trialfan-run-simulated'
const LIMITS_MAX_AGE_MS = 2_000

interface Parts {
  readonly world: World
  readonly cloud: SimulatedCloud
  readonly clock: LaptopClock
  readonly count: InFlightCount
}

/** The way from one laptop to the cloud and back: calls take time, fail, and lose their answers. */
export class SimulatedTransport implements Transport {
  readonly functions: FunctionPort
  readonly queues: QueuePort
  readonly objects: ObjectPort
  readonly objectLifetimeMs = 1_000_000_000
  readonly #parts: Parts
  /** Keys of claimed bodies, and whose they are. */
  readonly #claims = new Map<string, AttemptName>()
  /** Every call is refused now. */
  isExpired = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.functions = {
      timeoutMs: 5_000,
      sizesMiB: [1_769],
      limitsMaxAgeMs: LIMITS_MAX_AGE_MS,
      accountLimit: { binding: "the account's unreserved concurrency", mend: 'ask for more' },
      invoke: (payload, { signal }) => this.#invoke(payload, signal),
      limits: ({ signal }) => this.#limits(signal),
    }
    this.queues = {
      find: async () => QUEUE_URL,
      open: async () => {
        parts.cloud.openQueue()
        return QUEUE_URL
      },
      receive: (_, { waitSeconds, signal }) => this.#receive(waitSeconds * 1000, signal),
      acknowledge: (_, receipts, { signal }) => this.#acknowledge(receipts, signal),
      remove: (_, { signal }) => this.#call('sqs:DeleteQueue', signal, () => this.#queue('sqs:DeleteQueue').remove()),
    }
    this.objects = {
      head: (key, { signal }) => this.#stored('s3:HeadObject', signal, () => parts.cloud.bucket.head(key)),
      get: async (key, { signal }) => {
        const bytes = await this.#stored('s3:GetObject', signal, () => parts.cloud.bucket.get(key))
        this.#claimFetched(key)
        return bytes
      },
      // Copies for another machine are not simulated: test/unit/client/launch has them.
      getTagged: async () => null,
      putTagged: async () => null,
      refresh: ({ key }, { signal }) => this.#stored('s3:CopyObject', signal, () => parts.cloud.bucket.touch(key)),
      put: async (key, body, { signal }) => {
        const chunks: Uint8Array[] = []
        for await (const chunk of body.chunks()) chunks.push(chunk)
        await this.#stored('s3:PutObject', signal, () => parts.cloud.bucket.put(key, Buffer.concat(chunks)))
      },
    }
  }

  async #invoke(payload: string, signal: AbortSignal): Promise<InvokeAnswer> {
    const { world, cloud, count } = this.#parts
    const { plan, witness } = world
    const about = JSON.parse(payload) as AttemptName
    witness.tell(() => `client: invoke ${nameOf(about)}`)
    count.invoked(about)
    const sentAt = this.#parts.clock.now()
    try {
      const answer = await this.#call<InvokeAnswer>('lambda:InvokeFunction', signal, async () => {
        const throttled = plan.strikes('invoke throttled', about)
        if (throttled !== null) {
          count.over(about)
          return { outcome: 'throttled', retryAfterMs: throttled.amount > 1_500 ? throttled.amount : null }
        }
        if (plan.strikes('invoke 5xx', about) !== null) throw serviceFault('lambda:InvokeFunction')
        cloud.functions.accept(payload, about)
        const again = plan.strikes('invoke accepted twice', about)
        if (again !== null) world.clock.after(again.amount, () => cloud.functions.accept(payload, about))
        if (plan.strikes('invoke answer lost', about) !== null) throw unreachable('lambda:InvokeFunction')
        const late = plan.strikes('invoke answer late', about)
        if (late !== null) await delay(this.#parts.clock, late.amount, signal)
        return { outcome: 'accepted' }
      })
      if (answer.outcome === 'accepted') count.accepted(about, sentAt)
      return answer
    } catch (cause) {
      count.failed(about)
      throw cause
    }
  }

  async #limits(signal: AbortSignal) {
    const { world, cloud, count } = this.#parts
    const limits = await this.#call('lambda:GetFunctionConcurrency', signal, () => {
      if (world.plan.strikes('limits cannot be read') !== null) throw serviceFault('lambda:GetFunctionConcurrency')
      return cloud.functions.limits
    })
    count.limitRead(limits.reserved ?? limits.unreservedAccount)
    return limits
  }

  async #receive(waitMs: number, signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const { world, count } = this.#parts
    const { plan, witness } = world
    let got: Awaited<ReturnType<SimulatedQueue['receive']>> = []
    const messages = await this.#call('sqs:ReceiveMessage', signal, async () => {
      if (plan.strikes('receive fails') !== null) throw serviceFault('sqs:ReceiveMessage')
      const queue = this.#queue('sqs:ReceiveMessage')
      got = await queue.receive(waitMs, signal)
      if (queue.isGone) throw queueMissing('sqs:ReceiveMessage')
      if (got.length > 0 && plan.strikes('receive answer lost') !== null) {
        throw unreachable('sqs:ReceiveMessage')
      }
      return got
    }).catch((cause: unknown) => {
      // They come again when their visibility is over.
      for (const { message } of got) witness.harm(message.body.about)
      throw cause
    })
    for (const { message } of messages) {
      witness.tell(() => `client: received ${nameOf(message.body.about)}`)
      count.over(message.body.about)
      witness.awaited.delete(message.body.about.trial)
      if (message.body.isResult) this.#heard(message.body)
    }
    return messages.map(({ message, receipt }) => ({ body: message.body.body, receipt }))
  }

  /** A claimed result has come when its body has. */
  #heard({ body, about }: SimulatedMessage): void {
    const { heard } = this.#parts.world.witness
    const claim = /"claim":{"key":"([^"]*)"/.exec(body)?.[1]
    if (claim !== undefined) this.#claims.set(claim, about)
    else if (!heard.has(about.trial)) heard.set(about.trial, this.#parts.clock.now() + STORING_MS)
  }

  #claimFetched(key: string): void {
    const { heard } = this.#parts.world.witness
    const trial = this.#claims.get(key)?.trial
    if (trial !== undefined && !heard.has(trial)) heard.set(trial, this.#parts.clock.now() + STORING_MS)
  }

  async #acknowledge(receipts: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#call('sqs:DeleteMessage', signal, () => {
      if (this.#parts.world.plan.strikes('acknowledge fails') !== null) throw serviceFault('sqs:DeleteMessage')
      const { model } = this.#queue('sqs:DeleteMessage')
      for (const receipt of receipts) model.delete(receipt)
    })
  }

  async #stored<T>(operation: string, signal: AbortSignal, act: () => T): Promise<T> {
    const { plan } = this.#parts.world
    return this.#call(operation, signal, async () => {
      if (plan.strikes('bucket slow down') !== null)
        throw new TransportError('SERVICE_FAULT', operation, '503 SlowDown', { transient: true })
      const timeout = plan.strikes('bucket time-out')
      if (timeout !== null) {
        await delay(this.#parts.clock, timeout.amount, signal)
        throw unreachable(operation)
      }
      try {
        return act()
      } catch (cause) {
        if (!(cause instanceof ServiceFault)) throw cause
        throw new TransportError('OBJECT_MISSING', operation, cause.message, { transient: false, cause })
      }
    })
  }

  async #call<T>(operation: string, signal: AbortSignal, act: () => T | Promise<T>): Promise<T> {
    const { world, clock } = this.#parts
    await delay(clock, world.between(1, 12), signal)
    if (this.isExpired) throw new TransportError('CREDENTIALS', operation, 'the security token has expired', { transient: false })
    const { sleeps } = clock
    const answer = await act()
    await delay(clock, world.between(1, 12), signal)
    if (clock.sleeps > sleeps) throw unreachable(operation)
    return answer
  }

  #queue(operation: string): SimulatedQueue {
    const { queue } = this.#parts.cloud
    if (queue === null || queue.isGone) throw queueMissing(operation)
    return queue
  }
}

const serviceFault = (operation: string) => new TransportError('SERVICE_FAULT', operation, '503: try again', { transient: true })
const unreachable = (operation: string) => new TransportError('UNREACHABLE', operation, 'no answer in time', { transient: true })
const queueMissing = (operation: string) => new TransportError('QUEUE_MISSING', operation, 'the queue does not exist', { transient: false })
