import { DeployedCluster } from '../aws/deployed-cluster.ts'
import type { AwsLocation } from '../aws/sdk-settings.ts'
import type { StackFacts } from '../aws/stack-facts.ts'
import type { Clock } from '../runner/clock.ts'
import type { Check } from './check.ts'
import { roundTripChecks } from './round-trip-checks.ts'

/**
 * Real trials on workers of every size, at once: two on the smallest, where trials begin, and one on each larger one.
 * @param mend what to look at when one fails
 */
export async function sizeTripChecks(
  facts: StackFacts,
  location: AwsLocation,
  mend: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const checks = facts.workers.map(async (worker, i) => {
    await using cluster = new DeployedCluster({ ...facts, workers: [worker] }, location)
    const names = i === 0 ? ['first trial', 'second trial'] : [`trial on ${worker.memoryMiB} MiB`]
    return roundTripChecks(cluster, names, mend, clock, signal)
  })
  return (await Promise.all(checks)).flat()
}
