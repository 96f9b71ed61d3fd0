import type { Cluster } from '../runner/cluster.ts'
import type { ClusterBilling } from '../runner/runner-billing.ts'
import { type AwsTransport, createAwsTransport } from './aws-transport.ts'
import type { AwsLocation } from './sdk-settings.ts'
import type { StackFacts } from './stack-facts.ts'

/** A stack on an AWS account, or on an emulator of one; made by `connect`. Closing it leaves the stack as it is. */
export class DeployedCluster implements Cluster {
  readonly facts: StackFacts
  readonly transport: AwsTransport
  readonly billing: ClusterBilling

  constructor(facts: StackFacts, location: AwsLocation) {
    this.facts = facts
    this.transport = createAwsTransport({ ...location, ...facts })
    // An emulator charges nothing and runs on whatever there is: what counts is the stack as it is deployed by default.
    this.billing = location.endpoint === null ? { isCharged: true, architecture: null } : { isCharged: false, architecture: 'arm64' }
  }

  get stack(): string {
    return this.facts.stack
  }

  get description(): string {
    return `stack ${this.facts.stack} in ${this.facts.region}`
  }

  async close(): Promise<void> {
    this.transport.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
