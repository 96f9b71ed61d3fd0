/** Where a stack's parts are; infra may give CDK tokens for any of these texts. */
export interface ClientPolicyPlaces {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly stack: string
  readonly bucket: string
  /** Names of the worker functions, all sizes. */
  readonly workers: readonly string[]
}

/** One statement of an IAM policy that allows something. */
export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
}

/**
 * All that a client needs on an account where a stack is deployed: to run, resume and look at optimizations, `doctor` and `sweep`.
 * Every statement and every action in it is needed (test/e2e/client-policy.test.ts); none allows to change the stack.
 */
export function clientPolicy(places: ClientPolicyPlaces): readonly PolicyStatement[] {
  const { partition, region, account, stack, bucket, workers } = places
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`
  const inBucket = (path: string): string => `arn:${partition}:s3:::${bucket}${path}`
  const functions = workers.map((name) => arn('lambda', `function:${name}`))
  return [
    allow('FindTheStack', ['cloudformation:DescribeStacks'], [arn('cloudformation', `stack/${stack}/*`)]),
    allow('RunTrials', ['lambda:InvokeFunction', 'lambda:GetFunctionConcurrency'], functions),
    // Lambda knows no resource for this action: it tells the account's concurrency limit.
    allow('ReadTheAccountsLimit', ['lambda:GetAccountSettings'], ['*']),
    allow(
      'UseRunQueues',
      [
        'sqs:CreateQueue',
        'sqs:TagQueue',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:DeleteQueue',
        'sqs:GetQueueAttributes',
        'sqs:ListQueueTags',
      ],
      [arn('sqs', `${stack}-run-*`)],
    ),
    // SQS knows no resource for this action: it tells names, which `sweep` looks through.
    allow('ListRunQueues', ['sqs:ListQueues'], ['*']),
    allow('ShareObjects', ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [inBucket('/objects/*'), inBucket('/runs/*')]),
    allow('RemoveRuns', ['s3:DeleteObject'], [inBucket('/runs/*')]),
    // Without it S3 says "forbidden" in place of "there is no such object".
    allow('FindObjects', ['s3:ListBucket'], [inBucket('')]),
  ]
}

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
})
