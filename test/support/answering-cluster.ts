import type { Cluster } from '../../client/runner/cluster.ts'
import type { FunctionPort, ObjectPort, QueuePort, Transport } from '../../client/runner/transport.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialEvent } from '../../contract/trial-event.ts'
import { InMemoryTransport } from './in-memory-transport.ts'

/** A cluster of maps whose workers answer when they are told to, and whose clients can die. */
export class AnsweringCluster {
  readonly cloud = new InMemoryTransport()
  /** Every event that was answered, in order. */
  readonly executed: TrialEvent[] = []
  readonly #cost: (event: TrialEvent) => number

  constructor(workers: number, cost: (event: TrialEvent) => number) {
    this.cloud.functions.current = { reserved: null, unreservedAccount: workers }
    this.#cost = cost
  }

  /** Answers what was sent, at most so many; says how many it was. */
  answer(atMost = Number.POSITIVE_INFINITY): number {
    let answered = 0
    for (; answered < atMost && this.cloud.functions.events.length > 0; answered++) {
      const event = this.cloud.functions.events[0] as TrialEvent
      this.executed.push(event)
      const cost = this.#cost(event)
      const outcome = Number.isNaN(cost) ? { status: StatusType.CRASHED, cost: null, info: { error: 'no cost' } } : { cost: [cost] }
      this.cloud.answerNext(outcome)
    }
    return answered
  }

  /** What one process sees of it. */
  client(): MortalClient {
    return new MortalClient(this.cloud)
  }
}

/** One process's way to a cluster: once it is dead, nothing goes out any more, and no answer comes back. */
export class MortalClient implements Cluster {
  readonly stack = 'trialfan'
  readonly description = 'cluster of maps'
  readonly billing = { isCharged: false, architecture: 'arm64' } as const
  readonly transport: Transport
  readonly #death = new AbortController()
  readonly #cloud: InMemoryTransport

  constructor(cloud: InMemoryTransport) {
    this.#cloud = cloud
    const { functions, queues, objects } = cloud
    this.transport = {
      functions: this.#mortal<FunctionPort>(functions),
      queues: { ...this.#mortal<QueuePort>(queues), receive: (url, options) => this.#receive(queues, url, options) },
      objects: this.#mortal<ObjectPort>(objects),
      objectLifetimeMs: cloud.objectLifetimeMs,
    }
  }

  /** The process is dead; the leases that it held say so. */
  kill(): void {
    this.#death.abort(new Error('dead'))
    const { stored } = this.#cloud.objects
    for (const [key, { bytes, lastModified }] of stored) {
      if (!key.endsWith('/lease.json')) continue
      const lease = JSON.parse(Buffer.from(bytes).toString())
      const dead = { ...lease, owner: { ...lease.owner, processStart: 'dead' } }
      stored.set(key, { bytes: Buffer.from(JSON.stringify(dead)), lastModified })
    }
  }

  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #receive(queues: QueuePort, url: string, options: Parameters<QueuePort['receive']>[1]) {
    const signal = AbortSignal.any([options.signal, this.#death.signal])
    const messages = await queues.receive(url, { ...options, signal }).catch((error: unknown) => {
      if (this.#death.signal.aborted) return new Promise<never>(() => {})
      throw error
    })
    return this.#death.signal.aborted ? new Promise<never>(() => {}) : messages
  }

  /** The port itself, all of whose calls never return once the process is dead. */
  #mortal<Port extends object>(port: Port): Port {
    const members = new Set<string>([...Object.keys(port), ...Object.getOwnPropertyNames(Object.getPrototypeOf(port))])
    const view: Record<string, unknown> = {}
    for (const name of members) {
      const member: unknown = Reflect.get(port, name)
      view[name] =
        typeof member === 'function'
          ? (...args: unknown[]) => (this.#death.signal.aborted ? new Promise(() => {}) : Reflect.apply(member, port, args))
          : member
    }
    return view as Port
  }
}
