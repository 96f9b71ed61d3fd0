import { createAwsTransport } from '../../../client/aws/aws-transport.ts'
import { DeployedCluster } from '../../../client/aws/deployed-cluster.ts'
import type { AwsLocation } from '../../../client/aws/sdk-settings.ts'
import type { StackFacts } from '../../../client/aws/stack-facts.ts'
import type { Cluster } from '../../../client/runner/cluster.ts'

/** What `connect` gives for a stack, but for the age at which a limit that was read is read again. */
export function foundCluster(facts: StackFacts, location: AwsLocation, limitsMaxAgeMs?: number): Cluster & { readonly facts: StackFacts } {
  const found = new DeployedCluster(facts, location)
  if (limitsMaxAgeMs === undefined) return found
  found.transport.close()
  const transport = createAwsTransport({ ...location, ...facts, limitsMaxAgeMs })
  const close = async (): Promise<void> => transport.close()
  const { stack, description, billing } = found
  return { stack, description, facts, billing, transport, close, [Symbol.asyncDispose]: close }
}
