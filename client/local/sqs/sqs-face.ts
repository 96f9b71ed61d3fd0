import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../face/read-body.ts'
import { ServiceFault } from '../service-fault.ts'
import { SqsInput } from './sqs-input.ts'
import { SQS_OPERATIONS, type SqsCall } from './sqs-operations.ts'

/** Names that the older query protocol had for the same errors; SDKs still look at them. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  QueueNameExists: 'QueueAlreadyExists',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
}

/** JSON around a batch of ten messages of 1 MiB together, every character escaped. */
const MAXIMUM_REQUEST_BYTES = 8 * 1024 * 1024
const JSON_TYPE = 'application/x-amz-json-1.0'
export const SQS_TARGET = 'AmazonSQS.'

/** SQS over HTTP: AWS JSON 1.0, as today's SDKs speak it. */
export class SqsFace {
  readonly #call: Omit<SqsCall, 'gone'>

  constructor(call: Omit<SqsCall, 'gone'>) {
    this.#call = call
  }

  /** @param target the `x-amz-target` header */
  async handle(request: IncomingMessage, response: ServerResponse, target: string): Promise<void> {
    try {
      const name = target.slice(SQS_TARGET.length)
      const operation = Object.hasOwn(SQS_OPERATIONS, name) ? SQS_OPERATIONS[name] : undefined
      const body = await readBody(request, MAXIMUM_REQUEST_BYTES)
      if (operation === undefined) {
        throw new ServiceFault('UnsupportedOperation', `the embedded cluster does not emulate sqs:${name}`)
      }
      const gone = (withdraw: () => void): void => whenGone(request, response, withdraw)
      const output = await operation(SqsInput.parse(body), { ...this.#call, gone })
      if (response.destroyed) return
      const text = JSON.stringify(output)
      response.writeHead(200, ['Content-Type', JSON_TYPE, 'Content-Length', String(Buffer.byteLength(text))])
      response.end(text)
    } catch (fault) {
      this.#refuse(response, fault)
    }
  }

  #refuse(response: ServerResponse, fault: unknown): void {
    if (!(fault instanceof ServiceFault)) throw fault
    const text = JSON.stringify({ __type: `com.amazonaws.sqs#${fault.code}`, message: fault.message })
    const query = QUERY_CODES[fault.code] ?? fault.code
    response.writeHead(fault.status, [
      'Content-Type',
      JSON_TYPE,
      'Content-Length',
      String(Buffer.byteLength(text)),
      'x-amzn-query-error',
      `${query};Sender`,
    ])
    response.end(text)
  }
}

/** The end of the socket comes well before the close of the response: in between, a message would be handed to nobody. */
function whenGone({ socket }: IncomingMessage, response: ServerResponse, withdraw: () => void): void {
  socket.once('end', withdraw)
  response.once('close', () => {
    socket.off('end', withdraw)
    withdraw()
  })
}
