import { clientPolicyName, OUTPUT, STACK_TAG, type WorkerSize } from '../../contract/deployment.ts'
import { packageVersion } from '../../contract/package-version.ts'
import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import { ACCOUNT_ID } from './place.ts'
import type { StackListing } from './query/stack-listing.ts'

export interface StackListingOptions {
  readonly stack: string
  readonly region: string
  readonly bucket: string
  readonly workers: readonly WorkerSize[]
  readonly relayFunction: string
  readonly timeoutMs: number
  readonly objectLifetimeMs: number
}

/** What CloudFormation would say of this cluster, had `infra` deployed it: `connect` finds its parts in the same way. */
export function stackListing(options: StackListingOptions): StackListing {
  const { stack, region, bucket, workers, relayFunction, timeoutMs, objectLifetimeMs } = options
  return {
    name: stack,
    createdAt: 0,
    outputs: {
      [OUTPUT.protocol]: String(PROTOCOL_VERSION),
      [OUTPUT.version]: packageVersion(),
      [OUTPUT.bucket]: bucket,
      [OUTPUT.workers]: JSON.stringify(workers),
      [OUTPUT.relay]: relayFunction,
      [OUTPUT.timeoutSeconds]: String(timeoutMs / 1000),
      [OUTPUT.objectLifetimeDays]: String(objectLifetimeMs / (24 * 3_600_000)),
      [OUTPUT.clientPolicy]: `arn:aws:iam::${ACCOUNT_ID}:policy/${clientPolicyName(stack, region)}`,
    },
    tags: { [STACK_TAG]: stack },
  }
}
