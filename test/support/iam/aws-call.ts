/** One permission that a request needs: an action on a resource. */
export interface AwsCall {
  readonly action: string
  readonly resource: string
}

/** A request of an AWS SDK, as it arrives at an endpoint. */
export interface ReceivedRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
}

const ACCOUNT = '000000000000'
const arn = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${rest}`
const inS3 = (path: string): string => `arn:aws:s3:::${path}`

/**
 * What IAM asks of a request, by the service authorization reference of SQS, S3, Lambda and CloudFormation.
 * @throws for a request that no client of a stack makes
 */
export function awsCalls(request: ReceivedRequest): readonly AwsCall[] {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string' && target.startsWith('AmazonSQS.')) return sqsCalls(target.slice('AmazonSQS.'.length), request.body)
  if (String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded')) return queryCalls(request.body)
  const [path = '', query = ''] = request.url.split('?')
  if (/^\/20\d\d-\d\d-\d\d\//.test(path)) return lambdaCalls(request.method, path)
  return s3Calls(request, decodeURIComponent(path.slice(1)), new URLSearchParams(query))
}

function sqsCalls(operation: string, body: Buffer): readonly AwsCall[] {
  const input = JSON.parse(body.toString()) as { QueueUrl?: string; QueueName?: string; tags?: object }
  if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }]
  const resource = arn('sqs', input.QueueName ?? input.QueueUrl?.split('/').at(-1) ?? '')
  const action = `sqs:${operation.replace(/Batch$/, '')}`
  const tags = operation === 'CreateQueue' && Object.keys(input.tags ?? {}).length > 0
  return [{ action, resource }, ...(tags ? [{ action: 'sqs:TagQueue', resource }] : [])]
}

function queryCalls(body: Buffer): readonly AwsCall[] {
  const form = new URLSearchParams(body.toString())
  const action = form.get('Action')
  // STS tells everybody who he is; no policy can forbid it.
  if (action === 'GetCallerIdentity') return []
  return [{ action: `cloudformation:${action}`, resource: arn('cloudformation', `stack/${form.get('StackName')}/embedded`) }]
}

function lambdaCalls(method: string, path: string): readonly AwsCall[] {
  const [, , kind, name = '', what] = path.split('/')
  if (kind === 'account-settings') return [{ action: 'lambda:GetAccountSettings', resource: '*' }]
  const resource = arn('lambda', `function:${decodeURIComponent(name)}`)
  if (method === 'POST' && what === 'invocations') return [{ action: 'lambda:InvokeFunction', resource }]
  if (method === 'GET' && what === 'concurrency') return [{ action: 'lambda:GetFunctionConcurrency', resource }]
  throw new Error(`a client never calls ${method} ${path}`)
}

function s3Calls({ method, headers, body }: ReceivedRequest, place: string, query: URLSearchParams): readonly AwsCall[] {
  const [bucket = '', ...rest] = place.split('/')
  if (rest.join('') === '') {
    if (method === 'GET') return [{ action: 's3:ListBucket', resource: inS3(bucket) }]
    const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? '')
    if (method === 'POST' && query.has('delete'))
      return keys.map((key) => ({ action: 's3:DeleteObject', resource: inS3(`${bucket}/${key}`) }))
    throw new Error(`a client never calls ${method} on a bucket`)
  }
  const resource = inS3(place)
  const source = headers['x-amz-copy-source']
  if (method === 'GET' || method === 'HEAD') return [{ action: 's3:GetObject', resource }]
  if (method === 'DELETE') return [{ action: query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject', resource }]
  const compared = headers['if-match'] === undefined ? [] : [{ action: 's3:GetObject', resource }]
  const read = typeof source === 'string' ? [{ action: 's3:GetObject', resource: inS3(decodeURIComponent(source)) }] : compared
  return [...read, { action: 's3:PutObject', resource }]
}
