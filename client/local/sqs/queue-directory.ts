import type { Clock } from '../../runner/clock.ts'
import type { CloudFaults } from '../model/cloud-faults.ts'
import { ServiceFault } from '../service-fault.ts'
import { LiveQueue } from './live-queue.ts'
import { checkAttributes, DEFAULT_ATTRIBUTES, queueTimes } from './queue-attributes.ts'

export interface NamedQueue {
  readonly name: string
  readonly queue: LiveQueue
  readonly createdAt: number
  modifiedAt: number
  attributes: Record<string, string>
  tags: Record<string, string>
}

export interface QueueDirectoryOptions {
  readonly clock: Clock
  readonly newId: () => string
  readonly faults: CloudFaults
}

const NAME = /^[A-Za-z0-9_-]{1,80}$/
/** SQS refuses a deleted queue's name for so long. */
const NAME_BLOCKED_MS = 60_000

/** The account's queues, by name. @throws ServiceFault in SQS's words */
export class QueueDirectory {
  readonly #options: QueueDirectoryOptions
  readonly #queues = new Map<string, NamedQueue>()
  readonly #deletedAt = new Map<string, number>()

  constructor(options: QueueDirectoryOptions) {
    this.#options = options
  }

  create(name: string, attributes: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>>): NamedQueue {
    if (name.endsWith('.fifo') || attributes.FifoQueue === 'true') {
      throw new ServiceFault('UnsupportedOperation', 'the embedded cluster has standard queues only; FIFO queues are not emulated')
    }
    if (!NAME.test(name)) {
      throw new ServiceFault(
        'InvalidParameterValue',
        `Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length: ${name}`,
      )
    }
    checkAttributes(attributes)
    const there = this.#queues.get(name)
    if (there !== undefined) return sameQueue(there, attributes)
    const now = this.#options.clock.now()
    const deletedAt = this.#deletedAt.get(name)
    if (deletedAt !== undefined && now - deletedAt < NAME_BLOCKED_MS) {
      throw new ServiceFault(
        'QueueDeletedRecently',
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      )
    }
    const all = { ...DEFAULT_ATTRIBUTES, ...attributes }
    const queue = new LiveQueue(queueTimes(all), this.#options)
    const named: NamedQueue = { name, queue, createdAt: now, modifiedAt: now, attributes: all, tags: { ...tags } }
    this.#queues.set(name, named)
    return named
  }

  /** @param url the queue's URL or its name */
  find(url: string): NamedQueue {
    const queue = this.#queues.get(url.slice(url.lastIndexOf('/') + 1))
    if (queue === undefined) throw new ServiceFault('QueueDoesNotExist', 'The specified queue does not exist.', { details: { url } })
    return queue
  }

  configure(named: NamedQueue, attributes: Readonly<Record<string, string>>): void {
    checkAttributes(attributes)
    named.attributes = { ...named.attributes, ...attributes }
    named.modifiedAt = this.#options.clock.now()
    named.queue.model.times = queueTimes(named.attributes)
    named.queue.changed()
  }

  delete(named: NamedQueue): void {
    this.#queues.delete(named.name)
    const now = this.#options.clock.now()
    for (const [name, at] of this.#deletedAt) if (now - at >= NAME_BLOCKED_MS) this.#deletedAt.delete(name)
    this.#deletedAt.set(named.name, now)
    named.queue.close()
  }

  /** Names in order. */
  names(prefix: string): string[] {
    return [...this.#queues.keys()].filter((name) => name.startsWith(prefix)).sort()
  }

  close(): void {
    for (const { queue } of this.#queues.values()) queue.close()
    this.#queues.clear()
  }
}

function sameQueue(there: NamedQueue, attributes: Readonly<Record<string, string>>): NamedQueue {
  for (const [name, value] of Object.entries(attributes)) {
    if (there.attributes[name] !== value) {
      throw new ServiceFault('QueueNameExists', `A queue already exists with the same name and a different value for attribute ${name}`)
    }
  }
  return there
}
