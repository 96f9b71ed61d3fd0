import { DeployedCluster } from './deployed-cluster.ts'
import { type ConnectOptions, findStack } from './find-stack.ts'

/**
 * Finds a deployed stack and all its parts from its outputs.
 *
 * @example
 * await using cluster = await connect({ stack: 'trialfan', region: 'eu-west-1' })
 * @throws ConnectError when region, credentials or stack are missing; ProtocolVersionError when the stack is older or newer than
 *   this client; TransportError when a call fails. Each message says what to do.
 */
export async function connect(options: ConnectOptions = {}): Promise<DeployedCluster> {
  const { facts, location } = await findStack(options)
  return new DeployedCluster(facts, location)
}
