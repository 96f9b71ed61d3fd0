import { DeployedCluster } from '../aws/deployed-cluster.ts'
import type { RunManifest } from '../history/journal/run-manifest.ts'
import { LocalCluster } from '../local/local-cluster.ts'
import type { Cluster } from '../runner/cluster.ts'

/** Where a run's trials run, for who wants to resume it. */
export function clusterFacts(cluster: Cluster | undefined): RunManifest['cluster'] {
  if (cluster === undefined || cluster instanceof LocalCluster) return { kind: 'embedded' }
  return { kind: 'stack', stack: cluster.stack, region: cluster instanceof DeployedCluster ? cluster.facts.region : null }
}
