import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { objectKey } from '../../../../contract/object-keys.ts'
import type { ObjectReference } from '../../../../contract/object-reference.ts'

/** As much of S3 and SQS over HTTP as the functions' adapters call, with faults that have words. */
export class SmallCloud {
  readonly objects = new Map<string, Uint8Array>()
  readonly messages: unknown[] = []
  readonly requests: string[] = []
  /** The next so many reads of an object break off in the middle. */
  breakReads = 0
  /** The next so many requests are answered with 503. */
  refuse = 0
  queueExists = true
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response))
  #heard: (() => void) | null = null

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  put(content: Uint8Array | string): ObjectReference {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.objects.set(objectKey(sha256), bytes)
    return { key: objectKey(sha256), sha256, bytes: bytes.byteLength }
  }

  /** The environment variables of a function that talks to this cloud. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
      TRIALFAN_BUCKET: 'bucket',
      TRIALFAN_STACK: 'trialfan',
    }
  }

  /** Resolves when so many messages have come in all. */
  async heard(count: number): Promise<void> {
    while (this.messages.length < count) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    this.requests.push(`${request.method} ${request.url}`)
    if (this.refuse > 0) {
      this.refuse--
      response.writeHead(503).end()
      return
    }
    if (request.headers['x-amz-target'] === 'AmazonSQS.SendMessage') return this.#send(body, response)
    const key = decodeURIComponent(new URL(request.url ?? '', this.endpoint).pathname).replace(/^\/bucket\//, '')
    if (request.method === 'PUT') {
      this.objects.set(key, body)
      response.writeHead(200).end()
      return
    }
    const object = this.objects.get(key)
    if (object === undefined) {
      response.writeHead(404, { 'content-type': 'application/xml' })
      response.end(request.method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>')
      return
    }
    this.#read(object, request, response)
  }

  #read(object: Uint8Array, request: IncomingMessage, response: ServerResponse): void {
    const [, start = '0', end = ''] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
    const part = object.subarray(Number(start), Number(end) + 1)
    response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${object.byteLength}`, 'content-length': part.byteLength })
    if (request.method === 'HEAD') response.end()
    else if (this.breakReads > 0) {
      this.breakReads--
      response.write(part.subarray(0, part.byteLength >> 1), () => response.destroy())
    } else response.end(part)
  }

  #send(body: Buffer, response: ServerResponse): void {
    response.setHeader('content-type', 'application/x-amz-json-1.0')
    if (!this.queueExists) {
      response.writeHead(400, { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' })
      response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no such queue' }))
      return
    }
    this.messages.push(JSON.parse(JSON.parse(body.toString()).MessageBody))
    response.end(JSON.stringify({ MessageId: '1' }))
    this.#heard?.()
  }
}
