import type { Clock } from '../../runner/clock.ts'
import { md5 } from '../face/md5.ts'
import { ServiceFault } from '../service-fault.ts'
import { attributesMd5 } from './attributes-md5.ts'
import type { NamedQueue, QueueDirectory } from './queue-directory.ts'
import type { MessageAttribute, SentMessage } from './sent-message.ts'
import type { SqsInput } from './sqs-input.ts'

/** What an operation needs of the world around it. */
export interface SqsCall {
  readonly directory: QueueDirectory
  readonly clock: Clock
  /** `http://127.0.0.1:<port>/<account>/`, what a queue's name is put behind. */
  readonly urlPrefix: string
  readonly arnPrefix: string
  /** Registers what to do when the caller's connection breaks before the answer. */
  readonly gone: (withdraw: () => void) => void
}

type Output = Readonly<Record<string, unknown>>
type Operation = (input: SqsInput, call: SqsCall) => Output | Promise<Output>

/** A message, and the messages of a batch together, in bytes. */
const MAXIMUM_BYTES = 1_048_576
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters SQS refuses
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

const queueOf = (input: SqsInput, call: SqsCall): NamedQueue => call.directory.find(input.text('QueueUrl'))

/** The operations of SQS that the embedded cluster speaks: standard queues, AWS JSON 1.0. */
export const SQS_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateQueue(input, call) {
    const queue = call.directory.create(input.text('QueueName'), input.record('Attributes'), input.record('tags'))
    return { QueueUrl: call.urlPrefix + queue.name }
  },
  GetQueueUrl: (input, call) => ({ QueueUrl: call.urlPrefix + call.directory.find(input.text('QueueName')).name }),
  ListQueues: (input, call) => ({
    QueueUrls: call.directory.names(input.optionalText('QueueNamePrefix')).map((name) => call.urlPrefix + name),
  }),
  ListQueueTags: (input, call) => ({ Tags: queueOf(input, call).tags }),
  TagQueue(input, call) {
    Object.assign(queueOf(input, call).tags, input.record('Tags'))
    return {}
  },
  UntagQueue(input, call) {
    const { tags } = queueOf(input, call)
    for (const key of input.texts('TagKeys')) delete tags[key]
    return {}
  },
  GetQueueAttributes(input, call) {
    const queue = queueOf(input, call)
    const { visible, hidden } = queue.queue.model.counts(call.clock.now())
    const all: Record<string, string> = {
      ...queue.attributes,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
      LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
      QueueArn: call.arnPrefix + queue.name,
    }
    const wanted = input.texts('AttributeNames')
    const attributes = wanted.includes('All') ? all : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)))
    return { Attributes: attributes }
  },
  SetQueueAttributes(input, call) {
    call.directory.configure(queueOf(input, call), input.record('Attributes'))
    return {}
  },
  DeleteQueue(input, call) {
    call.directory.delete(queueOf(input, call))
    return {}
  },
  PurgeQueue(input, call) {
    queueOf(input, call).queue.model.purge()
    return {}
  },
  SendMessage(input, call) {
    const queue = queueOf(input, call)
    return send(queue, input, readMessage(queue, input))
  },
  SendMessageBatch(input, call) {
    const queue = queueOf(input, call)
    const entries = input.entries().map((entry) => ({ ...entry, bytes: Buffer.byteLength(entry.input.text('MessageBody')) }))
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
    if (bytes > MAXIMUM_BYTES) {
      throw new ServiceFault(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${MAXIMUM_BYTES} bytes. You have sent ${bytes} bytes.`,
      )
    }
    return batch(entries, ({ input: entry }) => send(queue, entry, readMessage(queue, entry)))
  },
  async ReceiveMessage(input, call) {
    const queue = queueOf(input, call)
    const standardWait = Number(queue.attributes.ReceiveMessageWaitTimeSeconds)
    const poll = {
      maximum: input.integer('MaxNumberOfMessages', 1, 10, 1),
      visibilityMs: input.has('VisibilityTimeout') ? input.integer('VisibilityTimeout', 0, 43_200, 30) * 1000 : null,
      until: call.clock.now() + input.integer('WaitTimeSeconds', 0, 20, standardWait) * 1000,
    }
    const system = new Set([...input.texts('AttributeNames'), ...input.texts('MessageSystemAttributeNames')])
    const user = input.texts('MessageAttributeNames')
    const messages = await queue.queue.receive(poll, call.gone)
    if (messages.length === 0) return {}
    return {
      Messages: messages.map(({ message, receipt }) => {
        const shown = shownAttributes(message.body, user)
        return {
          MessageId: message.id,
          ReceiptHandle: receipt,
          MD5OfBody: message.body.md5,
          Body: message.body.text,
          ...(system.size > 0 && {
            Attributes: pick(system, {
              ApproximateReceiveCount: String(message.receiveCount),
              ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
              SentTimestamp: String(message.sentAt),
              SenderId: 'trialfan',
            }),
          }),
          ...(shown !== null && { MessageAttributes: shown, MD5OfMessageAttributes: attributesMd5(shown) }),
        }
      }),
    }
  },
  DeleteMessage(input, call) {
    remove(queueOf(input, call), input)
    return {}
  },
  DeleteMessageBatch(input, call) {
    const queue = queueOf(input, call)
    return batch(input.entries(), ({ input: entry }) => remove(queue, entry))
  },
  ChangeMessageVisibility(input, call) {
    changeVisibility(queueOf(input, call), input, call)
    return {}
  },
  ChangeMessageVisibilityBatch(input, call) {
    const queue = queueOf(input, call)
    return batch(input.entries(), ({ input: entry }) => changeVisibility(queue, entry, call))
  },
}

function readMessage(queue: NamedQueue, input: SqsInput): SentMessage {
  const text = input.text('MessageBody')
  const bytes = Buffer.byteLength(text)
  const maximum = Number(queue.attributes.MaximumMessageSize)
  if (bytes > maximum) {
    throw new ServiceFault(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximum} bytes.`,
    )
  }
  if (FORBIDDEN.test(text)) throw new ServiceFault('InvalidMessageContents', 'The message contains characters outside the allowed set.')
  const attributes = input.objects('MessageAttributes')
  return { text, md5: md5(text), attributes: attributes === null ? null : readAttributes(attributes) }
}

function readAttributes(attributes: Readonly<Record<string, SqsInput>>): Record<string, MessageAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const type = { DataType: attribute.text('DataType') }
      if (attribute.has('BinaryValue')) return [name, { ...type, BinaryValue: attribute.text('BinaryValue') }]
      return [name, { ...type, StringValue: attribute.text('StringValue') }]
    }),
  )
}

function send(queue: NamedQueue, input: SqsInput, message: SentMessage): Output {
  const delayMs = input.has('DelaySeconds') ? input.integer('DelaySeconds', 0, 900, 0) * 1000 : undefined
  return {
    MessageId: queue.queue.send(message, delayMs),
    MD5OfMessageBody: message.md5,
    ...(message.attributes !== null && { MD5OfMessageAttributes: attributesMd5(message.attributes) }),
  }
}

function remove(queue: NamedQueue, input: SqsInput): Output {
  const receipt = input.text('ReceiptHandle')
  if (queue.queue.model.delete(receipt)) return {}
  throw new ServiceFault('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`)
}

function changeVisibility(queue: NamedQueue, input: SqsInput, call: SqsCall): Output {
  const receipt = input.text('ReceiptHandle')
  const visibilityMs = input.integer('VisibilityTimeout', 0, 43_200, 30) * 1000
  switch (queue.queue.model.changeVisibility(receipt, visibilityMs, call.clock.now())) {
    case 'changed':
      queue.queue.changed()
      return {}
    case 'no receipt':
      throw new ServiceFault('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`)
    case 'not in flight':
      throw new ServiceFault('MessageNotInflight', 'The specified message is not in flight.')
  }
}

/** Runs each entry on its own: one entry's fault is that entry's answer. */
function batch<E extends { readonly id: string }>(entries: readonly E[], run: (entry: E) => Output): Output {
  const Successful: Output[] = []
  const Failed: Output[] = []
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.id, ...run(entry) })
    } catch (fault) {
      if (!(fault instanceof ServiceFault)) throw fault
      Failed.push({ Id: entry.id, SenderFault: true, Code: fault.code, Message: fault.message })
    }
  }
  return Failed.length === 0 ? { Successful } : { Successful, Failed }
}

function pick(names: ReadonlySet<string>, all: Readonly<Record<string, string>>): Record<string, string> {
  return names.has('All') ? { ...all } : Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)))
}

function shownAttributes(message: SentMessage, wanted: readonly string[]): Record<string, MessageAttribute> | null {
  if (message.attributes === null || wanted.length === 0) return null
  const shown = Object.entries(message.attributes).filter(([name]) =>
    wanted.some((pattern) => pattern === 'All' || pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))),
  )
  return shown.length === 0 ? null : Object.fromEntries(shown)
}
