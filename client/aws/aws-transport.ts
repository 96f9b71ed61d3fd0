import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { WorkerSize } from '../../contract/deployment.ts'
import { type Clock, systemClock } from '../runner/clock.ts'
import type { LimitWords, Transport } from '../runner/transport.ts'
import { LambdaFunctions } from './lambda-functions.ts'
import { S3Objects } from './s3-objects.ts'
import { type AwsLocation, sdkSettings } from './sdk-settings.ts'
import { SqsQueues } from './sqs-queues.ts'

export interface AwsTransportOptions extends AwsLocation {
  readonly stack: string
  readonly bucket: string
  /** The worker functions, from the smallest, where trials begin, to the largest. */
  readonly workers: readonly WorkerSize[]
  /** The functions' own time-out, ms. */
  readonly timeoutMs: number
  /** How long a limit that was read is believed, ms. Default 30,000: Lambda allows 15 control-plane requests a second an account. */
  readonly limitsMaxAgeMs?: number
  /** How the limit is called when no concurrency is reserved. Default: AWS's words. */
  readonly accountLimit?: LimitWords
  /** Default: the machine's. */
  readonly clock?: Clock
  /** The bucket's lifecycle for objects, ms. Default 14 days. */
  readonly objectLifetimeMs?: number
}

/** A transport whose sockets can be let go. */
export interface AwsTransport extends Transport {
  /** Ends the SDK clients' sockets. */
  close(): void
}

const ACCOUNT_LIMIT: LimitWords = {
  binding: "the account's unreserved concurrency",
  mend: 'ask AWS for a higher quota of concurrent executions, or free what other functions have reserved',
}
const DAY_MS = 24 * 3600 * 1000

/** The transport over AWS's own protocols: the same for a deployed stack and for the embedded cluster. */
export function createAwsTransport(options: AwsTransportOptions): AwsTransport {
  const settings = sdkSettings(options)
  // An invoke is tried again by the ledger, which knows of it; not by the SDK, which would hide a throttle.
  const lambda = new LambdaClient({ ...settings, maxAttempts: 1 })
  // MD5 of every message body guards against nothing that TLS and the result's own checks do not.
  const sqs = new SQSClient({ ...settings, md5: false, useQueueUrlAsEndpoint: options.endpoint === null })
  const s3 = new S3Client({ ...settings, forcePathStyle: options.endpoint !== null })
  return {
    functions: new LambdaFunctions(lambda, {
      ...options,
      limitsMaxAgeMs: options.limitsMaxAgeMs ?? 30_000,
      accountLimit: options.accountLimit ?? ACCOUNT_LIMIT,
    }),
    queues: new SqsQueues(sqs, options.stack, options.clock ?? systemClock),
    objects: new S3Objects(s3, options.bucket),
    objectLifetimeMs: options.objectLifetimeMs ?? 14 * DAY_MS,
    close() {
      lambda.destroy()
      sqs.destroy()
      s3.destroy()
    },
  }
}
