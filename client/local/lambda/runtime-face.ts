import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../face/read-body.ts'
import { ServiceFault } from '../service-fault.ts'
import { ENVIRONMENT_PREFIX, type FunctionService } from './function-service.ts'

const RUNTIME = '/2018-06-01/runtime/'
/** A handler's answer: 6 MB, and room for JSON's quotes. */
const MAXIMUM_ANSWER_BYTES = 6 * 1024 * 1024 + 1024

/** The Runtime API: what environments ask and tell. Source: Lambda developer guide, "Using the Lambda runtime API for custom runtimes". */
export class RuntimeFace {
  readonly #service: FunctionService

  constructor(service: FunctionService) {
    this.#service = service
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? ''
    const end = url.indexOf('/', ENVIRONMENT_PREFIX.length)
    const environment = url.slice(ENVIRONMENT_PREFIX.length, end)
    const path = url.startsWith(RUNTIME, end) ? url.slice(end + RUNTIME.length) : ''
    // The id is random and known to its sandbox only: nobody else can take or answer its invocations.
    if (end < 0 || !this.#service.knows(environment)) return answer(response, 403, '{"errorType":"InvalidEnvironment"}')
    if (path === 'invocation/next' && request.method === 'GET') return this.#service.next(environment, response)
    if (request.method !== 'POST') return answer(response, 404, '{"errorType":"NoSuchPath"}')
    let payload: string
    try {
      payload = (await readBody(request, MAXIMUM_ANSWER_BYTES)).toString()
    } catch (fault) {
      if (!(fault instanceof ServiceFault)) throw fault
      payload = JSON.stringify({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${6 * 1024 * 1024} bytes).`,
      })
      this.#tell(environment, path.replace(/response$/, 'error'), payload)
      return answer(response, 413, payload)
    }
    if (this.#tell(environment, path, payload)) answer(response, 202, '{"status":"OK"}')
    else answer(response, 404, '{"errorType":"NoSuchPath"}')
  }

  #tell(environment: string, path: string, payload: string): boolean {
    if (path === 'init/error') {
      this.#service.feed({ kind: 'environment failed to start', environment, payload })
      return true
    }
    const [kind, requestId = '', what] = path.split('/')
    if (kind !== 'invocation') return false
    if (what === 'response') this.#service.feed({ kind: 'answered', environment, requestId, payload })
    else if (what === 'error') this.#service.feed({ kind: 'failed', environment, requestId, payload })
    else return false
    return true
  }
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', String(body.length)])
  response.end(body)
}
