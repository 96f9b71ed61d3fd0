import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch'
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import { ShapeError } from '../contract/errors.ts'
import { checkStackName } from './check-stack-name.ts'

export interface FanOutProps {
  /**
   * Memory of the worker functions, MiB, in ascending order: one function for each size. Trials begin on the first; one that ends in
   * MEMORYOUT may be tried again on the next. Lambda gives one vCPU for each 1,769 MiB.
   * @default [1769]
   */
  readonly memoryMiB?: readonly number[]
  /**
   * The workers' time-out, which bounds a trial. Lambda's own maximum is 15 minutes.
   * @default Duration.minutes(15)
   */
  readonly timeout?: Duration
  /**
   * Node.js runtime of the functions: 22 or newer.
   * @default Runtime.NODEJS_24_X
   */
  readonly runtime?: Runtime
  /**
   * Processor of the functions; a target is JavaScript, so either will do.
   * @default Architecture.ARM_64 (a fifth cheaper)
   */
  readonly architecture?: Architecture
  /**
   * The workers' disk (`/tmp`): targets and scattered files lie there.
   * @default Size.mebibytes(512) (what Lambda gives without charge)
   */
  readonly ephemeralStorage?: Size
  /**
   * How long the bucket keeps targets and scattered data. Clients refresh what they use again after half of it.
   * @default Duration.days(14)
   */
  readonly objectLifetime?: Duration
  /**
   * How long the bucket keeps a run's own large events and results. Run queues keep their messages for 4 days.
   * @default Duration.days(14)
   */
  readonly runLifetime?: Duration
  /**
   * How long the functions' logs are kept.
   * @default RetentionDays.TWO_WEEKS
   */
  readonly logRetention?: RetentionDays
  /**
   * What becomes of bucket, dead-letter queue and logs with the stack. Everything in them is derived and expires by itself.
   * CloudFormation never deletes a bucket that still holds objects; `trialfan destroy` empties it first.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy
  /**
   * Told when a failure record could not be delivered to its run.
   * @default none: the alarm shows in CloudWatch only
   */
  readonly alarmActions?: readonly IAlarmAction[]
}

const WHAT = 'FanOut'
const OLDEST_NODE = 22

/** Defaults merged and values checked, in one place. @throws ShapeError */
export function checkFanOutProps(name: string, props: FanOutProps) {
  checkStackName(name)
  const runtime = props.runtime ?? Runtime.NODEJS_24_X
  if (!(Number(/^nodejs(\d+)\.x$/.exec(runtime.name)?.[1]) >= OLDEST_NODE)) {
    throw new ShapeError(WHAT, 'runtime', `nodejs${OLDEST_NODE}.x or newer`, runtime.name)
  }
  const timeout = props.timeout ?? Duration.minutes(15)
  if (timeout.toSeconds() > 900) throw new ShapeError(WHAT, 'timeout', 'at most 900 seconds', timeout.toSeconds())
  return {
    memoryMiB: checkMemory(props.memoryMiB ?? [1769]),
    timeout,
    runtime,
    architecture: props.architecture ?? Architecture.ARM_64,
    ephemeralStorage: props.ephemeralStorage ?? Size.mebibytes(512),
    objectLifetime: props.objectLifetime ?? Duration.days(14),
    runLifetime: props.runLifetime ?? Duration.days(14),
    logRetention: props.logRetention ?? RetentionDays.TWO_WEEKS,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    alarmActions: props.alarmActions ?? [],
  }
}

/** @throws ShapeError */
function checkMemory(sizes: readonly number[]): readonly number[] {
  if (sizes.length === 0) throw new ShapeError(WHAT, 'memoryMiB', 'at least one size', sizes)
  for (const [i, size] of sizes.entries()) {
    if (!Number.isInteger(size) || size < 128 || size > 10_240) {
      throw new ShapeError(WHAT, `memoryMiB[${i}]`, 'a whole number from 128 to 10240', size)
    }
    const smaller = sizes[i - 1]
    if (smaller !== undefined && size <= smaller) throw new ShapeError(WHAT, `memoryMiB[${i}]`, `more than ${smaller}`, size)
  }
  return sizes
}
