import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../face/read-body.ts'
import { ACCOUNT_ID } from '../place.ts'
import { type XmlElement, xmlDocument } from '../s3/xml.ts'
import { ServiceFault } from '../service-fault.ts'
import type { StackListing } from './stack-listing.ts'

export interface QueryFaceOptions {
  readonly region: string
  readonly stacks: readonly StackListing[]
  readonly newId: () => string
}

export const QUERY_TYPE = 'application/x-www-form-urlencoded'
const MAXIMUM_REQUEST_BYTES = 64 * 1024
const CLOUD_FORMATION = 'http://cloudformation.amazonaws.com/doc/2010-05-15/'
const STS = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** The two calls of AWS's query protocol that a client of a stack makes: CloudFormation's DescribeStacks and STS's GetCallerIdentity. */
export class QueryFace {
  readonly #options: QueryFaceOptions

  constructor(options: QueryFaceOptions) {
    this.#options = options
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { newId } = this.#options
    const form = new URLSearchParams((await readBody(request, MAXIMUM_REQUEST_BYTES)).toString())
    const action = form.get('Action') ?? ''
    const namespace = form.get('Version') === '2011-06-15' ? STS : CLOUD_FORMATION
    const metadata = { RequestId: newId() }
    try {
      const result = this.#run(action, form)
      const body = { [`${action}Result`]: result, ResponseMetadata: metadata }
      send(response, 200, xmlDocument(`${action}Response`, body, namespace))
    } catch (fault) {
      if (!(fault instanceof ServiceFault)) throw fault
      const error = { Type: 'Sender', Code: fault.code, Message: fault.message }
      send(response, fault.status, xmlDocument('ErrorResponse', { Error: error, ...metadata }, namespace))
    }
  }

  #run(action: string, form: URLSearchParams): XmlElement {
    if (action === 'DescribeStacks') return { Stacks: { member: this.#stacks(form.get('StackName')) } }
    if (action === 'GetCallerIdentity') {
      return { Arn: `arn:aws:iam::${ACCOUNT_ID}:user/embedded`, UserId: 'EMBEDDED', Account: ACCOUNT_ID }
    }
    throw new ServiceFault('InvalidAction', `the embedded cluster does not emulate ${action}`)
  }

  #stacks(name: string | null): XmlElement[] {
    const found = this.#options.stacks.filter((stack) => name === null || stack.name === name)
    if (name !== null && found.length === 0) throw new ServiceFault('ValidationError', `Stack with id ${name} does not exist`)
    return found.map((stack) => ({
      StackName: stack.name,
      StackId: `arn:aws:cloudformation:${this.#options.region}:${ACCOUNT_ID}:stack/${stack.name}/embedded`,
      CreationTime: new Date(stack.createdAt).toISOString(),
      StackStatus: 'CREATE_COMPLETE',
      Outputs: { member: Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })) },
      Tags: { member: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })) },
    }))
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}
