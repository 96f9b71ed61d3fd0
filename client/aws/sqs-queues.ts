import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type ReceiveMessageResult,
  type SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs'
import { SEEN_TAG, STACK_TAG } from '../../contract/deployment.ts'
import { runQueueName } from '../../contract/object-keys.ts'
import { SignedCaller } from '../../functions/aws/signed-caller.ts'
import type { Clock } from '../runner/clock.ts'
import { TransportError } from '../runner/errors.ts'
import type { QueuePort, ReceivedMessage } from '../runner/transport.ts'
import { mapSdkError } from './map-sdk-error.ts'

const DAY_MS = 24 * 3_600_000
const FOUR_DAYS_SECONDS = 4 * 24 * 3600
/** SQS's most, for receive and for batch deletes. */
const BATCH = 10
/** Longer than any pause between taking a message in and deleting it. */
const VISIBILITY_SECONDS = 60

/** The runs' queues, through the SQS API. */
export class SqsQueues implements QueuePort {
  readonly #client: SQSClient
  readonly #stack: string
  readonly #clock: Clock
  readonly #caller: SignedCaller
  /** When each queue was last marked as one that is read. */
  readonly #seenAt = new Map<string, number>()

  constructor(client: SQSClient, stack: string, clock: Clock) {
    this.#client = client
    this.#stack = stack
    this.#clock = clock
    this.#caller = new SignedCaller(client, 'sqs')
  }

  async find(run: string, { signal }: { readonly signal: AbortSignal }): Promise<string | null> {
    try {
      const found = this.#client.send(new GetQueueUrlCommand({ QueueName: runQueueName(this.#stack, run) }), { abortSignal: signal })
      return (await this.#send('sqs:GetQueueUrl', signal, found)).QueueUrl ?? null
    } catch (cause) {
      if (cause instanceof TransportError && cause.code === 'QUEUE_MISSING') return null
      throw cause
    }
  }

  async open(run: string, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const answer = await this.#send(
      'sqs:CreateQueue',
      signal,
      this.#client.send(
        new CreateQueueCommand({
          QueueName: runQueueName(this.#stack, run),
          Attributes: {
            MessageRetentionPeriod: String(FOUR_DAYS_SECONDS),
            VisibilityTimeout: String(VISIBILITY_SECONDS),
            ReceiveMessageWaitTimeSeconds: '20',
            SqsManagedSseEnabled: 'true',
          },
          tags: { [STACK_TAG]: this.#stack, 'trialfan:run': run },
        }),
        { abortSignal: signal },
      ),
    )
    const url = answer.QueueUrl ?? ''
    this.#seenAt.set(url, this.#clock.now())
    return url
  }

  async receive(url: string, options: { readonly waitSeconds: number; readonly signal: AbortSignal }): Promise<readonly ReceivedMessage[]> {
    this.#markSeen(url, options.signal)
    const input = { QueueUrl: url, MaxNumberOfMessages: BATCH, WaitTimeSeconds: options.waitSeconds }
    const answer: ReceiveMessageResult = await this.#send(
      'sqs:ReceiveMessage',
      options.signal,
      this.#quick('ReceiveMessage', input, options.signal).then(
        (quick) => quick ?? this.#client.send(new ReceiveMessageCommand(input), { abortSignal: options.signal }),
      ),
    )
    return (answer.Messages ?? []).map((message) => ({ body: message.Body ?? '', receipt: message.ReceiptHandle ?? '' }))
  }

  async acknowledge(url: string, receipts: readonly string[], { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const batches = Array.from({ length: Math.ceil(receipts.length / BATCH) }, (_, i) => receipts.slice(i * BATCH, (i + 1) * BATCH))
    await Promise.all(
      batches.map((batch) => {
        const input = { QueueUrl: url, Entries: batch.map((receipt, i) => ({ Id: String(i), ReceiptHandle: receipt })) }
        const deleted = this.#quick('DeleteMessageBatch', input, signal).then(
          (quick) => quick ?? this.#client.send(new DeleteMessageBatchCommand(input), { abortSignal: signal }),
        )
        return this.#send('sqs:DeleteMessage', signal, deleted)
      }),
    )
  }

  async remove(url: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    await this.#send('sqs:DeleteQueue', signal, this.#client.send(new DeleteQueueCommand({ QueueUrl: url }), { abortSignal: signal }))
  }

  /** Once a day, beside everything else: a run may last longer than dead ones are kept. */
  #markSeen(url: string, signal: AbortSignal): void {
    const now = this.#clock.now()
    if (now - (this.#seenAt.get(url) ?? 0) < DAY_MS) return
    this.#seenAt.set(url, now)
    const marked = this.#client.send(new TagQueueCommand({ QueueUrl: url, Tags: { [SEEN_TAG]: String(now) } }), { abortSignal: signal })
    // The next day brings another.
    marked.catch(() => undefined)
  }

  /** The answer to a call that went well at once; null lets the SDK find out why not. */
  async #quick<T>(operation: string, input: object, signal: AbortSignal): Promise<T | null> {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` }
    const call = { path: '/', headers, body: JSON.stringify(input), signal }
    const answer = await this.#caller.post(call).catch((cause: unknown) => {
      if (signal.aborted) throw cause
      return null
    })
    return answer?.status === 200 ? (JSON.parse(answer.body) as T) : null
  }

  async #send<T>(operation: string, signal: AbortSignal, sending: Promise<T>): Promise<T> {
    try {
      return await sending
    } catch (cause) {
      throw mapSdkError(operation, cause, signal)
    }
  }
}
