import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = readonly [status: number, body?: object]

const SQS_TARGET = 'AmazonSQS.'

/**
 * A stand-in for Lambda, SQS and S3 that runs nothing: it accepts every Event invoke at once, holds nothing, and no result ever comes.
 * What it measures is how quickly a client can send.
 */
export class StandInCloud implements AsyncDisposable {
  readonly #server: Server
  readonly #concurrency: number
  /** Invokes accepted so far. */
  accepted = 0

  /** @param concurrency the account's limit, as the client is told */
  static async listen(concurrency: number): Promise<StandInCloud> {
    const cloud = new StandInCloud(concurrency)
    await new Promise<void>((resolve, reject) => {
      cloud.#server.once('error', reject)
      cloud.#server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, resolve)
    })
    return cloud
  }

  private constructor(concurrency: number) {
    this.#concurrency = concurrency
    this.#server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => this.#handle(request, response))
    this.#server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      response.writeContinue()
      this.#handle(request, response)
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    request.on('end', () => {
      const [status, body] = this.#answer(request) ?? []
      // No answer: a long poll that finds nothing stays open until the client lets go.
      if (status === undefined) return
      const text = body === undefined ? '' : JSON.stringify(body)
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0', 'Content-Length': text.length, ETag: '"stand-in"' })
      response.end(request.method === 'HEAD' ? undefined : text)
    })
  }

  #answer({ method, url = '', headers }: IncomingMessage): Answer | null {
    const target = headers['x-amz-target']
    if (typeof target === 'string') return this.#queueAnswer(target.slice(SQS_TARGET.length))
    if (url.includes('/invocations')) {
      this.accepted++
      return [202]
    }
    if (url.includes('/account-settings')) return [200, { AccountLimit: { UnreservedConcurrentExecutions: this.#concurrency } }]
    if (url.includes('/functions/')) return [200, {}]
    return method === 'HEAD' ? [404] : [200]
  }

  #queueAnswer(operation: string): Answer | null {
    switch (operation) {
      case 'CreateQueue':
        return [200, { QueueUrl: `http://127.0.0.1:${this.port}/000000000000/run` }]
      case 'ReceiveMessage':
        return null
      default:
        return [200, {}]
    }
  }
}
