import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { describe, expect, it } from 'vitest'
import { OUTPUT, STACK_TAG } from '../../../contract/deployment.ts'
import { PROTOCOL_VERSION } from '../../../contract/protocol.ts'
import { FanOut, type FanOutProps } from '../../../infra/index.ts'
import manifest from '../../../package.json' with { type: 'json' }
import { newApp, templateOf } from './support/template-of.ts'

interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
}
const resourcesIn = (template: Template): Record<string, Resource> => template.toJSON().Resources as Record<string, Resource>
const ofType = (template: Template, type: string): Resource[] => Object.values(resourcesIn(template)).filter((one) => one.Type === type)
const template = templateOf()

describe('functions', () => {
  it('deploys one worker: Node 24 on arm64, a whole vCPU, 15 minutes, no reserved concurrency', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'tf-worker-1769',
      Handler: 'handler.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1769,
      Timeout: 900,
      EphemeralStorage: { Size: 512 },
      ReservedConcurrentExecutions: Match.absent(),
      Environment: { Variables: { TRIALFAN_STACK: 'tf', TRIALFAN_BUCKET: Match.anyValue() } },
    })
    template.resourceCountIs('AWS::Lambda::Function', 2)
  })

  it('sends failed events to the relay at once, and what the relay cannot deliver to the dead-letter queue', () => {
    const [relayId] = Object.keys(template.findResources('AWS::Lambda::Function', { Properties: { FunctionName: 'tf-failure-relay' } }))
    const [deadLetters] = Object.keys(template.findResources('AWS::SQS::Queue'))
    const configOf = (retries: number, destination: string | undefined) =>
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        Qualifier: '$LATEST',
        MaximumRetryAttempts: retries,
        MaximumEventAgeInSeconds: 3600,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [destination, 'Arn'] } } },
      })
    configOf(0, relayId)
    configOf(2, deadLetters)
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2)
  })

  it('makes a worker for each size, which share a role', () => {
    const ladder = templateOf({ memoryMiB: [512, 1769, 10_240] })
    const workers = ofType(ladder, 'AWS::Lambda::Function').filter((one) => String(one.Properties.FunctionName).includes('worker'))
    expect(workers.map((one) => one.Properties.MemorySize)).toEqual([512, 1769, 10_240])
    expect(new Set(workers.map((one) => JSON.stringify(one.Properties.Role))).size).toBe(1)
    ladder.resourcePropertiesCountIs('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 }, 3)
    expect(JSON.parse(ladder.toJSON().Outputs.Workers.Value)).toEqual([
      { name: 'tf-worker-512', memoryMiB: 512 },
      { name: 'tf-worker-1769', memoryMiB: 1769 },
      { name: 'tf-worker-10240', memoryMiB: 10_240 },
    ])
  })

  it('takes time-out, runtime, processor and lifetimes from its props', () => {
    const changed = templateOf({
      timeout: Duration.minutes(3),
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.X86_64,
      objectLifetime: Duration.days(3),
    })
    changed.hasResourceProperties('AWS::Lambda::Function', { Timeout: 180, Runtime: 'nodejs22.x', Architectures: ['x86_64'] })
    changed.hasOutput(OUTPUT.timeoutSeconds, { Value: '180' })
    changed.hasOutput(OUTPUT.objectLifetimeDays, { Value: '3' })
  })
})

describe('what is kept', () => {
  it('is private, encrypted and expires', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: {
          Rules: [
            { Prefix: 'objects/', ExpirationInDays: 14, Status: 'Enabled' },
            { Prefix: 'runs/', ExpirationInDays: 14, Status: 'Enabled' },
            { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
          ].map((rule) => Match.objectLike(rule)),
        },
      },
    })
  })

  it.each(['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'])('%s refuses what does not come over TLS', (type) => {
    template.hasResourceProperties(type, {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    })
  })

  it('keeps logs for two weeks, in groups of their own', () => {
    const groups = ofType(template, 'AWS::Logs::LogGroup')
    expect(groups.map((group) => group.Properties.LogGroupName).toSorted()).toEqual([
      '/aws/lambda/tf-failure-relay',
      '/aws/lambda/tf-worker-1769',
    ])
    for (const group of groups) expect(group).toMatchObject({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 14 } })
  })

  it('alarms on the first dead letter', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 })
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Namespace: 'AWS/SQS',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    })
  })

  it('stays when it is told to', () => {
    const retained = templateOf({ removalPolicy: RemovalPolicy.RETAIN })
    for (const type of ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup'])
      for (const one of ofType(retained, type)) expect(one.DeletionPolicy).toBe('Retain')
  })
})

describe('in a stack', () => {
  it('is found by exactly the outputs of the contract', () => {
    const { Outputs: outputs } = template.toJSON() as { Outputs: Record<string, { Value: unknown }> }
    expect(Object.keys(outputs).toSorted()).toEqual(Object.values(OUTPUT).toSorted())
    expect(outputs).toMatchObject({
      [OUTPUT.protocol]: { Value: String(PROTOCOL_VERSION) },
      [OUTPUT.version]: { Value: manifest.version },
      [OUTPUT.timeoutSeconds]: { Value: '900' },
      [OUTPUT.objectLifetimeDays]: { Value: '14' },
    })
  })

  it('carries the tag wherever CloudFormation has tags', () => {
    const tagless = new Set(['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::Lambda::EventInvokeConfig', 'AWS::IAM::ManagedPolicy'])
    for (const one of Object.values(resourcesIn(template)).filter(({ Type: type }) => !tagless.has(type)))
      expect(one).toMatchObject({ Properties: { Tags: [{ Key: STACK_TAG, Value: 'tf' }] } })
  })

  it('fits in somebody else’s, and can be given permissions and an alarm’s recipient', () => {
    const stack = new Stack(newApp(), 'MyService')
    const topic = new Topic(stack, 'Topic')
    const fanOut = new FanOut(stack, 'FanOut', { alarmActions: [new SnsAction(topic)] })
    topic.grantPublish(fanOut.workerRole)
    const theirs = Template.fromStack(stack)
    theirs.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] })
    theirs.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'MyService-worker-1769' })
    expect(stack.tags.hasTags()).toBe(false)
  })

  it.each<[string, FanOutProps, string]>([
    ['tf', { memoryMiB: [] }, 'memoryMiB: expected at least one size'],
    ['tf', { memoryMiB: [64] }, 'memoryMiB[0]: expected a whole number from 128 to 10240, got 64'],
    ['tf', { memoryMiB: [1769, 1769] }, 'memoryMiB[1]: expected more than 1769'],
    ['tf', { memoryMiB: [Number.NaN] }, 'memoryMiB[0]'],
    ['tf', { runtime: Runtime.NODEJS_20_X }, 'runtime: expected nodejs22.x or newer, got "nodejs20.x"'],
    ['tf', { runtime: Runtime.PYTHON_3_13 }, 'runtime'],
    ['tf', { timeout: Duration.minutes(16) }, 'timeout: expected at most 900 seconds'],
    ['a-name-that-is-far-too-long-for-the-queues', {}, "the stack's name"],
  ])('%s %j is refused', (name, props, message) => {
    expect(() => templateOf(props, name)).toThrow(message)
  })
})
