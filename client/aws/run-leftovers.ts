import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  paginateListQueues,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { SEEN_TAG, STACK_TAG } from '../../contract/deployment.ts'
import { RUNS_PREFIX, runQueueName, runQueuePrefix } from '../../contract/object-keys.ts'
import { TransportError } from '../runner/errors.ts'
import { mapSdkError } from './map-sdk-error.ts'

/** A queue that has the name of one of the stack's run queues. */
export interface RunQueue {
  readonly run: string
  readonly url: string
  /** The stack that its tag names, or null. */
  readonly stackTag: string | null
  readonly createdAt: number
  /** When its client was last known to be there; not before it was made. */
  readonly seenAt: number
  /** Messages that wait in it. */
  readonly waiting: number
  /** Messages that a client is taking in at the moment. */
  readonly inHand: number
}

/** An object below `runs/`. */
export interface RunObject {
  readonly key: string
  readonly run: string
  readonly bytes: number
  readonly lastModified: number
}

export interface RunLeftoversOptions {
  readonly stack: string
  readonly bucket: string
  readonly sqs: SQSClient
  readonly s3: S3Client
}

/** S3's most for one call. */
const DELETE_BATCH = 1_000

/** What runs have left on a stack: their queues and their claim checks. */
export class RunLeftovers {
  readonly #options: RunLeftoversOptions

  constructor(options: RunLeftoversOptions) {
    this.#options = options
  }

  /** @throws TransportError */
  async *queues(signal: AbortSignal): AsyncGenerator<RunQueue> {
    const { sqs, stack } = this.#options
    const prefix = runQueuePrefix(stack)
    try {
      for await (const page of paginateListQueues({ client: sqs, pageSize: 1_000 }, { QueueNamePrefix: prefix }, { abortSignal: signal })) {
        for (const url of page.QueueUrls ?? []) {
          const queue = await this.queue(url, signal)
          if (queue !== null) yield queue
        }
      }
    } catch (cause) {
      throw mapSdkError('sqs:ListQueues', cause, signal)
    }
  }

  /** The URL of a run's queue, or null when there is none. @throws TransportError */
  async find(run: string, signal: AbortSignal): Promise<string | null> {
    const { sqs, stack } = this.#options
    try {
      const found = await sqs.send(new GetQueueUrlCommand({ QueueName: runQueueName(stack, run) }), { abortSignal: signal })
      return found.QueueUrl ?? null
    } catch (cause) {
      const error = mapSdkError('sqs:GetQueueUrl', cause, signal)
      if (error instanceof TransportError && error.code === 'QUEUE_MISSING') return null
      throw error
    }
  }

  /** Null when it is gone. @throws TransportError */
  async queue(url: string, signal: AbortSignal): Promise<RunQueue | null> {
    const { sqs, stack } = this.#options
    const abort = { abortSignal: signal }
    const mapped = (operation: string) => (cause: unknown) => {
      throw mapSdkError(operation, cause, signal)
    }
    const AttributeNames = ['CreatedTimestamp', 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
    try {
      const [{ Attributes = {} }, { Tags = {} }] = await Promise.all([
        sqs
          .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }), abort)
          .catch(mapped('sqs:GetQueueAttributes')),
        sqs.send(new ListQueueTagsCommand({ QueueUrl: url }), abort).catch(mapped('sqs:ListQueueTags')),
      ])
      const createdAt = Number(Attributes.CreatedTimestamp) * 1000
      return {
        run: url.slice(url.lastIndexOf('/') + 1).slice(runQueuePrefix(stack).length),
        url,
        stackTag: Tags[STACK_TAG] ?? null,
        createdAt,
        seenAt: Math.max(createdAt, Number(Tags[SEEN_TAG] ?? 0)),
        waiting: Number(Attributes.ApproximateNumberOfMessages),
        inHand: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      }
    } catch (error) {
      if (error instanceof TransportError && error.code === 'QUEUE_MISSING') return null
      throw error
    }
  }

  /** @throws TransportError */
  async *objects(signal: AbortSignal): AsyncGenerator<RunObject> {
    const { s3, bucket } = this.#options
    try {
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: RUNS_PREFIX }, { abortSignal: signal })) {
        for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
          yield { key: Key, run: Key.split('/')[1] ?? '', bytes: Size, lastModified: LastModified?.getTime() ?? 0 }
        }
      }
    } catch (cause) {
      throw mapSdkError('s3:ListBucket', cause, signal)
    }
  }

  /** @throws TransportError */
  async removeObjects(keys: readonly string[], signal: AbortSignal): Promise<void> {
    const { s3, bucket } = this.#options
    for (let from = 0; from < keys.length; from += DELETE_BATCH) {
      const Objects = keys.slice(from, from + DELETE_BATCH).map((Key) => ({ Key }))
      try {
        const answer = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }), {
          abortSignal: signal,
        })
        const failed = answer.Errors?.[0]
        if (failed !== undefined) throw Object.assign(new Error(failed.Message ?? failed.Key), { name: failed.Code ?? 'failed' })
      } catch (cause) {
        throw mapSdkError('s3:DeleteObject', cause, signal)
      }
    }
  }

  /** @throws TransportError */
  async removeQueue(url: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.sqs.send(new DeleteQueueCommand({ QueueUrl: url }), { abortSignal: signal })
    } catch (cause) {
      throw mapSdkError('sqs:DeleteQueue', cause, signal)
    }
  }
}
