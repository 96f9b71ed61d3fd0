const REGION = 'us-east-1'

interface Listing {
  readonly service: string
  readonly method?: 'GET' | 'POST'
  readonly path?: string
  /** What is asked: a query (IAM, CloudWatch, CloudFormation), or JSON with its target (SQS, logs). */
  readonly query?: string
  readonly target?: string
  /** Finds the names in the answer. */
  readonly name: RegExp
}

const LISTINGS: readonly Listing[] = [
  { service: 'lambda', method: 'GET', path: '/2015-03-31/functions/', name: /"FunctionName": ?"([^"]+)"/g },
  { service: 's3', method: 'GET', name: /<Name>([^<]+)<\/Name>/g },
  { service: 'sqs', target: 'AmazonSQS.ListQueues', name: /"(http[^"]+)"/g },
  { service: 'logs', target: 'Logs_20140328.DescribeLogGroups', name: /"logGroupName": ?"([^"]+)"/g },
  { service: 'iam', query: 'Action=ListRoles&Version=2010-05-08', name: /<RoleName>([^<]+)</g },
  { service: 'iam', query: 'Action=ListPolicies&Scope=Local&Version=2010-05-08', name: /<PolicyName>([^<]+)</g },
  { service: 'monitoring', query: 'Action=DescribeAlarms&Version=2010-08-01', name: /<AlarmName>([^<]+)</g },
  { service: 'cloudformation', query: `Action=ListStacks&Version=2010-05-15${liveStacks()}`, name: /<StackName>([^<]+)</g },
]

/** The names of all that the account on an emulator has, of the kinds that a stack is made of: asked without the code under test. */
export async function holdings(endpoint: string): Promise<readonly string[]> {
  const lists = await Promise.all(LISTINGS.map((listing) => list(endpoint, listing)))
  return lists.flat().toSorted()
}

/** Deleted stacks are remembered for three months. */
function liveStacks(): string {
  const states = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'ROLLBACK_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_FAILED']
  return states.map((state, i) => `&StackStatusFilter.member.${i + 1}=${state}`).join('')
}

async function list(endpoint: string, { service, method = 'POST', path = '/', query, target, name }: Listing): Promise<readonly string[]> {
  const answer = await fetch(endpoint + path, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(query !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(target !== undefined && { 'content-type': `application/x-amz-json-1.${service === 'sqs' ? 0 : 1}`, 'x-amz-target': target }),
    },
    ...(method === 'POST' && { body: query ?? '{}' }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${service}: ${answer.status} ${text.slice(0, 500)}`)
  return Array.from(text.matchAll(name), (match) => `${service} ${match[1]}`)
}
