import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { PolicyStatement } from '../../../contract/client-policy.ts'
import { type AwsCall, awsCalls } from './aws-call.ts'
import { Policy } from './policy.ts'

/** An endpoint in front of an embedded cluster, or of another emulator, that lets through what a policy allows. Workers do not pass here: they have roles of their own. */
export class GuardedEndpoint {
  policy = new Policy([])
  /** The actions that were needed, each with its statement: `UseRunQueues sqs:CreateQueue`. */
  readonly used = new Set<string>()
  readonly denied: AwsCall[] = []
  readonly #server: Server
  readonly #upstream: URL

  static async start(upstream: string, statements: readonly PolicyStatement[]): Promise<GuardedEndpoint> {
    const guard = new GuardedEndpoint(upstream)
    guard.policy = new Policy(statements)
    await new Promise<void>((resolve) => guard.#server.listen(0, '127.0.0.1', resolve))
    return guard
  }

  private constructor(upstream: string) {
    this.#upstream = new URL(upstream)
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** @throws when something was denied: the test may not have noticed */
  assertNothingDenied(): void {
    if (this.denied.length > 0) throw new Error(`the client's policy does not allow ${JSON.stringify(this.denied)}`)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const body = await buffer(request)
    for (const call of awsCalls({ method, url, headers, body })) if (!this.#allows(call)) return deny(call, request, response)
    const away = send(this.#upstream, { method, path: url, headers: { ...headers, host: this.#upstream.host } }, (answer) => {
      const bucket = /^\/([^/?]+)\/[^?]/.exec(url)?.[1]
      const isMissing = answer.statusCode === 404 && (method === 'HEAD' || method === 'GET') && !url.startsWith('/20')
      // Who may not list a bucket is not told that an object is missing.
      const list = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }
      if (isMissing && !this.#allows(list)) {
        answer.resume()
        return deny({ ...list, action: 's3:GetObject' }, request, response)
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    response.on('close', () => away.destroy())
    away.on('error', () => response.destroy())
    away.end(body)
  }

  #allows(call: AwsCall): boolean {
    const statement = this.policy.statementFor(call)
    if (statement === undefined) this.denied.push(call)
    else this.used.add(`${statement.Sid} ${call.action}`)
    return statement !== undefined
  }
}

/** The refusal in each protocol's form, with the words that IAM uses. */
function deny({ action, resource }: AwsCall, { method, headers }: IncomingMessage, response: ServerResponse): void {
  const message = `User: arn:aws:iam::000000000000:user/embedded is not authorized to perform: ${action.toLowerCase()} on resource: ${resource} because no identity-based policy allows the ${action} action`
  const isXml = action.startsWith('s3:') || action.startsWith('cloudformation:')
  const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error>`
  const xml = action.startsWith('s3:') ? error : `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`
  const body =
    method === 'HEAD'
      ? ''
      : isXml
        ? xml
        : JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message, Message: message })
  response.writeHead(403, {
    'content-type': isXml ? 'application/xml' : (headers['content-type'] ?? 'application/json'),
    'content-length': Buffer.byteLength(body),
    ...(action.startsWith('lambda:') && { 'x-amzn-errortype': 'AccessDeniedException' }),
  })
  response.end(body)
}
