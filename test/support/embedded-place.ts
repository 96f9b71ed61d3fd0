import { LocalCluster } from '../../client/local/index.ts'
import { guardedCluster } from './iam/guarded-cluster.ts'
import type { Place, PlaceOptions } from './place.ts'

/** Read often: a test does not wait for a limit that it has changed. */
const LIMITS_MAX_AGE_MS = 50

/** An embedded cluster, called by a client that may do exactly what the client's policy allows, as on an account. */
export async function openEmbeddedPlace(options: PlaceOptions): Promise<Place> {
  const local = await LocalCluster.start(options)
  const { guard, found } = await guardedCluster(local, { limitsMaxAgeMs: LIMITS_MAX_AGE_MS })
  return {
    cluster: found,
    guard,
    async setReservedConcurrency(reservedConcurrency) {
      local.setLimits({ reservedConcurrency })
    },
    busyWorkers: () => local.environments().filter(({ function: name, state }) => name === local.workerFunction && state === 'busy').length,
    killWorker: () => local.killEnvironment() !== null,
    async [Symbol.asyncDispose]() {
      await found.close()
      await guard.close()
      await local.close()
      guard.assertNothingDenied()
    },
  }
}
