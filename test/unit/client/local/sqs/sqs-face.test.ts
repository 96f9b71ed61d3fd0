import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type StartedCloud, startCloud } from '../support/start-cloud.ts'

let started: StartedCloud
let url: string
let queues = 0
beforeAll(async () => {
  started = await startCloud()
})
afterAll(() => started[Symbol.asyncDispose]())
beforeEach(async () => {
  const { QueueUrl } = await started.sqs.send(new CreateQueueCommand({ QueueName: `queue-${queues++}`, tags: { a: 'b' } }))
  url = QueueUrl!
})

const send = (body: string) => started.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))
const receive = async (options: object = {}) =>
  (await started.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...options }))).Messages ?? []
const refusal = (name: string) => expect.objectContaining({ name })

it('carries a message there and back, with the digest the SDK checks, and deletes it', async () => {
  const text = 'a "quoted" line\nand 日本語'
  const sent = await send(text)
  const [message] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] })
  expect(message).toMatchObject({ Body: text, MessageId: sent.MessageId, Attributes: { ApproximateReceiveCount: '1' } })
  await started.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message!.ReceiptHandle }))
  const { Attributes } = await started.sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' })
})

it('carries message attributes with their digest', async () => {
  const MessageAttributes = {
    word: { DataType: 'String', StringValue: 'value' },
    bytes: { DataType: 'Binary', BinaryValue: Uint8Array.from([1, 2, 255]) },
  }
  await started.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', MessageAttributes }))
  const [message] = await receive({ MessageAttributeNames: ['All'], VisibilityTimeout: 0 })
  expect(message!.MessageAttributes).toMatchObject({ word: { StringValue: 'value' } })
  expect([...message!.MessageAttributes!.bytes!.BinaryValue!]).toEqual([1, 2, 255])
  expect((await receive())[0]!.MessageAttributes).toBeUndefined()
})

it('sends and deletes batches, each entry on its own', async () => {
  const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: `id${i}`, MessageBody: i === 3 ? 'bad \u0001' : `body ${i}` }))
  const sent = await started.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
  expect(sent.Successful).toHaveLength(9)
  expect(sent.Failed).toMatchObject([{ Id: 'id3', Code: 'InvalidMessageContents', SenderFault: true }])
  const messages = await receive()
  expect(messages.map((message) => message.Body)).toEqual(Entries.filter((_, i) => i !== 3).map((entry) => entry.MessageBody))
  const deleted = await started.sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        ...messages.map((message, i) => ({ Id: `d${i}`, ReceiptHandle: message.ReceiptHandle })),
        { Id: 'no', ReceiptHandle: 'no' },
      ],
    }),
  )
  expect(deleted.Successful).toHaveLength(9)
  expect(deleted.Failed).toMatchObject([{ Id: 'no', Code: 'ReceiptHandleIsInvalid' }])
})

describe('long polls', () => {
  it('waits for a message and gets it at once when it comes', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 })
    await send('late')
    expect((await waiting).map((message) => message.Body)).toEqual(['late'])
  })

  it('loses nothing when a poll is aborted', async () => {
    for (let round = 0; round < 20; round++) {
      const abort = new AbortController()
      const polls = Array.from({ length: 3 }, () =>
        started.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), { abortSignal: abort.signal }),
      )
      // Once this is answered, the polls before it have reached the server as well.
      await started.sqs.send(new GetQueueUrlCommand({ QueueName: url.split('/').at(-1)! }))
      abort.abort()
      await Promise.all(polls.map((poll) => expect(poll).rejects.toMatchObject({ name: 'AbortError' })))
      await send(`round ${round}`)
      const [message] = await receive({ WaitTimeSeconds: 5 })
      expect(message?.Body).toBe(`round ${round}`)
      await started.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message!.ReceiptHandle }))
    }
  })

  it('ends when the queue is deleted', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 })
    await started.sqs.send(new GetQueueUrlCommand({ QueueName: url.split('/').at(-1)! }))
    await started.sqs.send(new DeleteQueueCommand({ QueueUrl: url }))
    expect(await waiting).toEqual([])
  })
})

it('makes a message visible again when told to', async () => {
  await send('again')
  const [first] = await receive()
  expect(await receive()).toEqual([])
  await started.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: first!.ReceiptHandle, VisibilityTimeout: 0 }))
  expect((await receive())[0]!.MessageId).toBe(first!.MessageId)
})

it('creates a queue twice when nothing differs, and keeps its attributes and tags', async () => {
  const Attributes = { VisibilityTimeout: '60', MessageRetentionPeriod: '345600' }
  const create = (changes: object = {}) =>
    started.sqs.send(new CreateQueueCommand({ QueueName: 'twice', Attributes: { ...Attributes, ...changes } }))
  const first = await create()
  expect((await create()).QueueUrl).toBe(first.QueueUrl)
  await expect(create({ VisibilityTimeout: '61' })).rejects.toEqual(refusal('QueueNameExists'))
  await started.sqs.send(new SetQueueAttributesCommand({ QueueUrl: first.QueueUrl!, Attributes: { VisibilityTimeout: '5' } }))
  const shown = await started.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: first.QueueUrl!, AttributeNames: ['VisibilityTimeout', 'QueueArn'] }),
  )
  expect(shown.Attributes).toEqual({ VisibilityTimeout: '5', QueueArn: 'arn:aws:sqs:us-east-1:000000000000:twice' })
  await started.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { c: 'd' } }))
  expect((await started.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ a: 'b', c: 'd' })
  expect((await started.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'twi' }))).QueueUrls).toEqual([first.QueueUrl])
})

it('purges', async () => {
  await send('gone')
  await started.sqs.send(new PurgeQueueCommand({ QueueUrl: url }))
  expect(await receive()).toEqual([])
})

describe('faults of the caller', () => {
  it('says that a queue does not exist, by the name the SDK knows', async () => {
    await started.sqs.send(new DeleteQueueCommand({ QueueUrl: url }))
    await expect(send('x')).rejects.toEqual(refusal('QueueDoesNotExist'))
    await expect(receive()).rejects.toEqual(refusal('QueueDoesNotExist'))
    await expect(started.sqs.send(new CreateQueueCommand({ QueueName: url.split('/').at(-1)! }))).rejects.toEqual(
      refusal('QueueDeletedRecently'),
    )
  })

  it.each([
    ['a message over 1 MiB', () => send('x'.repeat(1_048_577)), 'InvalidParameterValue', /shorter than 1048576/],
    ['characters SQS does not carry', () => send('\u0000'), 'InvalidMessageContents', /characters/],
    ['more than 10 messages', () => receive({ MaxNumberOfMessages: 11 }), 'InvalidParameterValue', /MaxNumberOfMessages.*1 to 10/],
    ['a wait over 20 s', () => receive({ WaitTimeSeconds: 21 }), 'InvalidParameterValue', /WaitTimeSeconds/],
    [
      'a batch over 1 MiB',
      () =>
        started.sqs.send(
          new SendMessageBatchCommand({ QueueUrl: url, Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })) }),
        ),
      'BatchRequestTooLong',
      /1200000 bytes/,
    ],
    [
      'two entries of one id',
      () => started.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: ['a', 'a'].map((Id) => ({ Id, MessageBody: 'x' })) })),
      'BatchEntryIdsNotDistinct',
      /a repeated/,
    ],
    [
      'a FIFO queue',
      () => started.sqs.send(new CreateQueueCommand({ QueueName: 'q.fifo' })),
      'UnsupportedOperation',
      /standard queues only/,
    ],
    [
      'an operation that is not emulated',
      () => started.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: 'arn' })),
      'UnsupportedOperation',
      /sqs:StartMessageMoveTask/,
    ],
  ])('refuses %s', async (_, call, name, message) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringMatching(message) })
  })
})
