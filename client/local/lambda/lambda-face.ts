import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../face/read-body.ts'
import { lambdaArnPrefix } from '../place.ts'
import { ServiceFault } from '../service-fault.ts'
import type { FunctionService } from './function-service.ts'
import { LAMBDA_ROUTES } from './lambda-routes.ts'

const EVENT_BYTES = 1024 * 1024
const REQUEST_BYTES = 6 * 1024 * 1024
const INVOCATIONS = '/invocations'
const FUNCTIONS = '/2015-03-31/functions/'

/** Lambda's REST API, as far as the embedded cluster speaks it. */
export class LambdaFace {
  readonly #service: FunctionService
  readonly #region: string

  constructor(service: FunctionService, region: string) {
    this.#service = service
    this.#region = region
  }

  /** @param path the URL without its query */
  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const requestId = randomUUID()
    try {
      if (request.method === 'POST' && path.startsWith(FUNCTIONS) && path.endsWith(INVOCATIONS)) {
        await this.#invoke(request, response, path.slice(FUNCTIONS.length, -INVOCATIONS.length), requestId)
      } else await this.#control(request, response, path, requestId)
    } catch (fault) {
      if (!(fault instanceof ServiceFault)) throw fault
      const text = JSON.stringify({ Type: 'User', message: fault.message, Message: fault.message, ...fault.details })
      json(response, fault.status, text, requestId, ['X-Amzn-ErrorType', fault.code])
    }
  }

  async #invoke(request: IncomingMessage, response: ServerResponse, urlName: string, requestId: string): Promise<void> {
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse'
    const maximum = type === 'Event' ? EVENT_BYTES : REQUEST_BYTES
    const payload = (await readBody(request, REQUEST_BYTES + EVENT_BYTES)).toString()
    const name = this.#functionName(urlName)
    const bytes = Buffer.byteLength(payload)
    if (bytes > maximum) {
      throw new ServiceFault(
        'RequestTooLargeException',
        `${bytes} byte payload is too large for the ${type} invocation type (limit ${maximum} bytes)`,
        {
          status: 413,
        },
      )
    }
    checkJson(payload)
    if (type === 'DryRun') return empty(response, 204, requestId)
    if (type !== 'Event' && type !== 'RequestResponse') {
      throw new ServiceFault('InvalidParameterValueException', `InvocationType: expected Event, RequestResponse or DryRun, got ${type}`)
    }
    const reply = await this.#service.invoke(name, requestId, payload, type === 'Event' ? 'event' : 'request')
    switch (reply.outcome) {
      case 'accepted':
        return empty(response, 202, requestId)
      case 'throttled':
        return json(response, 429, JSON.stringify({ Reason: reply.reason, Type: 'User', message: 'Rate Exceeded.' }), requestId, [
          'X-Amzn-ErrorType',
          'TooManyRequestsException',
        ])
      case 'answered':
        return json(response, 200, reply.payload, requestId, ['X-Amz-Executed-Version', '$LATEST'])
      case 'failed':
        return json(response, 200, reply.payload, requestId, ['X-Amz-Executed-Version', '$LATEST', 'X-Amz-Function-Error', 'Unhandled'])
    }
  }

  async #control(request: IncomingMessage, response: ServerResponse, path: string, requestId: string): Promise<void> {
    const body = (await readBody(request, EVENT_BYTES)).toString()
    for (const route of LAMBDA_ROUTES) {
      const match = route.method === request.method ? route.path.exec(path) : null
      if (match === null) continue
      const name = match[1] === undefined ? '' : this.#functionName(match[1])
      const output = route.run({ service: this.#service, region: this.#region, name, input: readObject(body) })
      if (output === null) return empty(response, 204, requestId)
      return json(response, route.status, JSON.stringify(output), requestId, [])
    }
    throw new ServiceFault('UnsupportedOperationException', `the embedded cluster does not emulate lambda's ${request.method} ${path}`, {
      status: 501,
    })
  }

  /** From a name, a partial ARN or a whole one, with or without `:$LATEST`. */
  #functionName(part: string): string {
    const given = decodeURIComponent(part).replace(/:\$LATEST$/, '')
    const name = given.slice(given.lastIndexOf(':') + 1)
    if (this.#service.definition(name) !== undefined) return name
    throw new ServiceFault('ResourceNotFoundException', `Function not found: ${lambdaArnPrefix(this.#region)}${name}`, { status: 404 })
  }
}

function checkJson(payload: string): void {
  if (payload === '') return
  try {
    JSON.parse(payload)
  } catch (cause) {
    throw new ServiceFault('InvalidRequestContentException', `Could not parse request body into json: ${(cause as Error).message}`)
  }
}

function readObject(body: string): Readonly<Record<string, unknown>> {
  if (body === '') return {}
  checkJson(body)
  const value: unknown = JSON.parse(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new ServiceFault('InvalidRequestContentException', 'expected a JSON object')
}

function empty(response: ServerResponse, status: number, requestId: string): void {
  response.writeHead(status, ['x-amzn-RequestId', requestId, 'Content-Length', '0'])
  response.end()
}

function json(response: ServerResponse, status: number, text: string, requestId: string, headers: readonly string[]): void {
  response.writeHead(status, [
    'Content-Type',
    'application/json',
    'x-amzn-RequestId',
    requestId,
    'Content-Length',
    String(Buffer.byteLength(text)),
    ...headers,
  ])
  response.end(text)
}
