import { CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib'
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { ManagedPolicy, type Role } from 'aws-cdk-lib/aws-iam'
import { CfnEventInvokeConfig, Code, type FunctionProps, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { clientPolicyName, ENVIRONMENT, OUTPUT, STACK_TAG } from '../contract/deployment.ts'
import { runQueuePrefix, WORKER_KEYS } from '../contract/object-keys.ts'
import { packageVersion } from '../contract/package-version.ts'
import { PROTOCOL_VERSION } from '../contract/protocol.ts'
import type { FunctionName } from '../functions/function-name.ts'
import { clientPermissions } from './client-permissions.ts'
import { deadLetters } from './dead-letters.ts'
import { checkFanOutProps, type FanOutProps } from './fan-out-props.ts'
import { functionFolder } from './function-folder.ts'
import { functionRole } from './function-role.ts'
import { objectBucket } from './object-bucket.ts'
import { explainPatterns, type Permission, statementOf } from './permission.ts'

/** Longer than any event should wait: the client's lease on a trial ends before. */
const EVENT_AGE_SECONDS = 3600
/** Of the relay: a failure record that is lost costs its trial a whole lease. */
const RELAY_RETRIES = 2

/**
 * All that trials fan out to: worker functions, the relay of their failures, the bucket, and the policy that a client needs.
 * Clients find it by the name of the stack it is in: there is one in a stack, and that stack is not a nested one.
 *
 * @example
 * const fanOut = new FanOut(stack, 'FanOut', { memoryMiB: [1769, 3538] })
 * fanOut.clientPolicy.attachToRole(role)
 */
export class FanOut extends Construct {
  /** In order of memory. */
  readonly workers: readonly LambdaFunction[]
  /** The workers' role. What targets need of the account beside their own data, it must be granted. */
  readonly workerRole: Role
  readonly relay: LambdaFunction
  readonly bucket: Bucket
  /** What the relay could not deliver. */
  readonly deadLetters: Queue
  readonly alarm: Alarm
  /** All that a client needs. */
  readonly clientPolicy: ManagedPolicy
  readonly #name: string
  readonly #props: ReturnType<typeof checkFanOutProps>

  /** @throws ShapeError for props, or a name of the stack, that do not fit */
  constructor(scope: Construct, id: string, props: FanOutProps = {}) {
    super(scope, id)
    this.#name = Stack.of(this).stackName
    this.#props = checkFanOutProps(this.#name, props)
    Tags.of(this).add(STACK_TAG, this.#name)
    this.bucket = objectBucket(this, 'Objects', this.#props)
    const { queue, alarm } = deadLetters(this, {
      ...this.#props,
      alarmDescription: `trialfan stack ${this.#name}: a failure record reached no run. The log of ${this.#name}-failure-relay says why.`,
    })
    this.deadLetters = queue
    this.alarm = alarm
    this.relay = this.#relay()
    const logGroups = this.#props.memoryMiB.map((size) => this.#logGroup(`Worker${size}Logs`, this.#workerName(size)))
    this.workerRole = this.#workerRole(logGroups)
    this.workers = this.#props.memoryMiB.map((size, i) => this.#worker(size, logGroups[i]))
    this.clientPolicy = this.#clientPolicy()
    this.#writeOutputs()
  }

  #relay(): LambdaFunction {
    const functionName = `${this.#name}-failure-relay`
    const logGroup = this.#logGroup('FailureRelayLogs', functionName)
    const role = functionRole(this, 'FailureRelayRole', {
      description: `trialfan stack ${this.#name}: sends failure records to the queues of their runs`,
      logGroups: [logGroup],
      permissions: [
        this.#sendResults(),
        { sid: 'KeepWhatCannotBeDelivered', actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] },
      ],
    })
    const relay = this.#function('FailureRelay', 'failure-relay', {
      functionName,
      description: 'Sends the failure record of a trial whose worker was lost to the queue of its run.',
      memorySize: 256,
      timeout: Duration.seconds(30),
      logGroup,
      role,
    })
    this.#configureInvokes('FailureRelayInvokes', relay, RELAY_RETRIES, this.deadLetters.queueArn)
    return relay
  }

  #workerRole(logGroups: readonly LogGroup[]): Role {
    const objects = (keys: readonly string[]): readonly string[] => keys.map((key) => this.bucket.arnForObjects(key))
    const whyPattern = 'Objects are named by their content, claim checks by their run, and workers serve all runs of the stack.'
    return functionRole(this, 'WorkerRole', {
      description: `trialfan stack ${this.#name}: runs trials`,
      logGroups,
      permissions: [
        { sid: 'ReadInputs', actions: ['s3:GetObject'], resources: objects(WORKER_KEYS.reads), whyPattern },
        { sid: 'WriteLargeResults', actions: ['s3:PutObject'], resources: objects(WORKER_KEYS.writes), whyPattern },
        this.#sendResults(),
        { sid: 'HandFailuresToTheRelay', actions: ['lambda:InvokeFunction'], resources: [this.relay.functionArn] },
      ],
    })
  }

  #worker(size: number, logGroup: LogGroup | undefined): LambdaFunction {
    const { timeout, ephemeralStorage } = this.#props
    const worker = this.#function(`Worker${size}`, 'worker', {
      functionName: this.#workerName(size),
      description: 'Runs one trial for each event, and sends its result to the queue of its run.',
      memorySize: size,
      timeout,
      ephemeralStorageSize: ephemeralStorage,
      ...(logGroup !== undefined && { logGroup }),
      role: this.workerRole,
    })
    // Lambda's own retries would hide a lost worker for minutes: the client tries again by itself.
    this.#configureInvokes(`Worker${size}Invokes`, worker, 0, this.relay.functionArn)
    return worker
  }

  #function(id: string, code: FunctionName, props: Omit<FunctionProps, 'code' | 'handler' | 'runtime'>): LambdaFunction {
    const { runtime, architecture } = this.#props
    return new LambdaFunction(this, id, {
      ...props,
      code: Code.fromAsset(functionFolder(code)),
      handler: 'handler.handler',
      runtime,
      architecture,
      environment: { [ENVIRONMENT.bucket]: this.bucket.bucketName, [ENVIRONMENT.stack]: this.#name },
    })
  }

  #configureInvokes(id: string, of: LambdaFunction, retries: number, onFailure: string): void {
    new CfnEventInvokeConfig(this, id, {
      functionName: of.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: retries,
      maximumEventAgeInSeconds: EVENT_AGE_SECONDS,
      destinationConfig: { onFailure: { destination: onFailure } },
    })
  }

  #clientPolicy(): ManagedPolicy {
    const { partition, region, account } = Stack.of(this)
    const permissions = clientPermissions({
      partition,
      region,
      account,
      stack: this.#name,
      bucket: this.bucket.bucketName,
      workers: this.#props.memoryMiB.map((size) => this.#workerName(size)),
    })
    const policy = new ManagedPolicy(this, 'ClientPolicy', {
      managedPolicyName: clientPolicyName(this.#name, region),
      description: `All that a client of the trialfan stack ${this.#name} needs`,
      statements: permissions.map(statementOf),
    })
    explainPatterns(policy, permissions)
    return policy
  }

  #writeOutputs(): void {
    const workers = this.#props.memoryMiB.map((memoryMiB) => ({ name: this.#workerName(memoryMiB), memoryMiB }))
    const values: Readonly<Record<keyof typeof OUTPUT, string>> = {
      protocol: String(PROTOCOL_VERSION),
      version: packageVersion(),
      bucket: this.bucket.bucketName,
      workers: JSON.stringify(workers),
      relay: this.relay.functionName,
      timeoutSeconds: String(this.#props.timeout.toSeconds()),
      objectLifetimeDays: String(this.#props.objectLifetime.toDays()),
      clientPolicy: this.clientPolicy.managedPolicyArn,
    }
    for (const key of Object.keys(OUTPUT) as (keyof typeof OUTPUT)[]) {
      new CfnOutput(this, OUTPUT[key], { value: values[key] }).overrideLogicalId(OUTPUT[key])
    }
  }

  #sendResults(): Permission {
    const whyPattern = 'A client makes a queue for each run; their names begin with that of the stack.'
    return { sid: 'SendResults', actions: ['sqs:SendMessage'], resources: [this.#runQueues()], whyPattern }
  }

  #runQueues(): string {
    return Stack.of(this).formatArn({ service: 'sqs', resource: `${runQueuePrefix(this.#name)}*` })
  }

  #workerName(memoryMiB: number): string {
    return `${this.#name}-worker-${memoryMiB}`
  }

  #logGroup(id: string, functionName: string): LogGroup {
    const { logRetention, removalPolicy } = this.#props
    return new LogGroup(this, id, { logGroupName: `/aws/lambda/${functionName}`, retention: logRetention, removalPolicy })
  }
}
