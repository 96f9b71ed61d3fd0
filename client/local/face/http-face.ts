import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { ENVIRONMENT_PREFIX } from '../lambda/function-service.ts'
import type { LambdaFace } from '../lambda/lambda-face.ts'
import type { RuntimeFace } from '../lambda/runtime-face.ts'
import { QUERY_TYPE, type QueryFace } from '../query/query-face.ts'
import type { S3Face } from '../s3/s3-face.ts'
import { SQS_TARGET, type SqsFace } from '../sqs/sqs-face.ts'
import { MemorySocket } from './memory-socket.ts'

export interface Faces {
  readonly sqs: SqsFace
  readonly lambda: LambdaFace
  readonly runtime: RuntimeFace
  readonly s3: S3Face
  readonly query: QueryFace
}

/** Lambda's paths start with the date of an API version. */
const LAMBDA_PATH = /^\/20\d\d-\d\d-\d\d\//

/**
 * The one HTTP server of an embedded cluster, on the loopback interface and a port the system chooses.
 * Requests must be signed, as every SDK's are, but signatures are not verified: any credentials will do. Together with the
 * check of the Host header this keeps web pages out, which can neither sign nor name a foreign host.
 */
export class HttpFace {
  readonly #server: Server
  #faces: Faces | null = null
  #address = ''

  constructor() {
    this.#server = createServer(
      { keepAlive: true, noDelay: true, requestTimeout: 0, connectionsCheckingInterval: 3_600_000 },
      (request, response) => this.#route(request, response),
    )
    // An SDK that reuses a socket in the moment the server closes it sees a broken call: idle sockets stay open.
    this.#server.keepAliveTimeout = 0
    this.#server.headersTimeout = 0
    // Bodies of large uploads come with "Expect: 100-continue".
    this.#server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      response.writeContinue()
      this.#route(request, response)
    })
  }

  /** @returns `127.0.0.1:<port>` */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', () => {
        this.#address = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
        resolve(this.#address)
      })
    })
  }

  /** A connection from within this process. */
  connect(): Duplex {
    const [near, far] = MemorySocket.pair()
    this.#server.emit('connection', far)
    return near
  }

  serve(faces: Faces): void {
    this.#faces = faces
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    const faces = this.#faces
    // A caller that goes away while it is answered is no fault of the server.
    response.on('error', () => {})
    if (faces === null) {
      refuse(response, 503, 'ServiceUnavailable', 'the cluster is starting')
      return
    }
    const url = request.url ?? '/'
    const { headers } = request
    const answered = this.#choose(faces, url, headers, request, response)
    answered.catch((fault: unknown) => {
      const message = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'InternalFailure', message)
    })
  }

  #choose(
    faces: Faces,
    url: string,
    headers: IncomingMessage['headers'],
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (url.startsWith(ENVIRONMENT_PREFIX)) return faces.runtime.handle(request, response)
    const refusal = this.#check(headers)
    if (refusal !== null) {
      request.resume()
      refuse(response, 403, ...refusal)
      return Promise.resolve()
    }
    const target = headers['x-amz-target']
    if (typeof target === 'string' && target.startsWith(SQS_TARGET)) return faces.sqs.handle(request, response, target)
    if (LAMBDA_PATH.test(url)) {
      const query = url.indexOf('?')
      return faces.lambda.handle(request, response, query < 0 ? url : url.slice(0, query))
    }
    if (headers['content-type']?.startsWith(QUERY_TYPE) === true && url === '/') return faces.query.handle(request, response)
    return faces.s3.handle(request, response, url)
  }

  /** Null when the caller may be served. */
  #check(headers: IncomingMessage['headers']): [code: string, message: string] | null {
    const host = headers.host ?? ''
    if (host !== this.#address && host !== `localhost${this.#address.slice('127.0.0.1'.length)}`) {
      return ['AccessDenied', `expected the Host header ${this.#address}, got ${JSON.stringify(host)}`]
    }
    if (headers.authorization?.startsWith('AWS4-') !== true) {
      return ['MissingAuthenticationToken', 'the request is not signed; call with an AWS SDK and any credentials']
    }
    return null
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = Buffer.from(JSON.stringify({ __type: code, code, message }))
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length, 'x-amzn-ErrorType': code })
  response.end(body)
}
