import { connect } from '../aws/connect.ts'
import type { Cluster } from '../runner/cluster.ts'
import type { Place } from './run-settings.ts'
import type { Surroundings } from './surroundings.ts'

/** The cluster that the command line names; null for an embedded one, which the runner starts for itself. */
export async function openCluster(place: Place, { env }: Pick<Surroundings, 'env'>, signal: AbortSignal): Promise<Cluster | null> {
  if (place.on === 'local') return null
  return connect({ stack: place.stack, region: place.region, endpoint: env.AWS_ENDPOINT_URL, signal })
}
