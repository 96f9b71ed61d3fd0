import { connect } from '../../../client/aws/connect.ts'
import type { StackFacts } from '../../../client/aws/stack-facts.ts'
import type { LocalCluster } from '../../../client/local/index.ts'
import type { Cluster } from '../../../client/runner/cluster.ts'
import { clientPolicy } from '../../../contract/client-policy.ts'
import { foundCluster } from './found-cluster.ts'
import { GuardedEndpoint } from './guarded-endpoint.ts'

/** Where a guarded cluster is called, and as whom. */
export const location = ({ endpoint }: { readonly endpoint: string }) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  endpoint,
})

/** The client's policy for a stack on an emulator. */
export const policyFor = ({ region, stack, bucket, workers }: Pick<StackFacts, 'region' | 'stack' | 'bucket' | 'workers'>) =>
  clientPolicy({ partition: 'aws', region, account: '000000000000', stack, bucket, workers: workers.map(({ name }) => name) })

/** An embedded cluster as a client finds it that may do exactly what the client's policy allows. */
export async function guardedCluster(
  cluster: LocalCluster,
  { limitsMaxAgeMs }: { readonly limitsMaxAgeMs?: number } = {},
): Promise<{ readonly guard: GuardedEndpoint; readonly found: Cluster & { readonly facts: StackFacts } }> {
  await using known = await connect({ ...location(cluster), stack: cluster.stack })
  const guard = await GuardedEndpoint.start(cluster.endpoint, policyFor(known.facts))
  await using found = await connect({ ...location(guard), stack: cluster.stack })
  return { guard, found: foundCluster(found.facts, location(guard), limitsMaxAgeMs) }
}
