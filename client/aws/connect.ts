import { DEFAULT_STACK } from '../../contract/deployment.ts'
import { type AwsAccountOptions, openAwsAccount } from './aws-account.ts'
import { DeployedCluster } from './deployed-cluster.ts'
import { describeStack } from './describe-stack.ts'
import { stackFacts } from './stack-facts.ts'

export interface ConnectOptions extends AwsAccountOptions {
  /** The stack's name. Default `trialfan`. */
  readonly stack?: string | undefined
  /** Ends the attempt. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Finds a deployed stack and all its parts from its outputs.
 *
 * @example
 * await using cluster = await connect({ stack: 'trialfan', region: 'eu-west-1' })
 * @throws ConnectError when region, credentials or stack are missing; ProtocolVersionError when the stack is older or newer than
 *   this client; TransportError when a call fails. Each message says what to do.
 */
export async function connect(options: ConnectOptions = {}): Promise<DeployedCluster> {
  const { stack = DEFAULT_STACK, signal = new AbortController().signal } = options
  const account = await openAwsAccount(options)
  try {
    const { location, cloudFormation } = account
    return new DeployedCluster(stackFacts(await describeStack(cloudFormation, stack, location.region, signal)), location)
  } finally {
    account.close()
  }
}
