import { LocalCluster } from '../../client/local/index.ts'
import type { Place, PlaceOptions } from './place.ts'

export async function openEmbeddedPlace(options: PlaceOptions): Promise<Place> {
  const cluster = await LocalCluster.start({ ...options, limitsMaxAgeMs: 50 })
  return {
    cluster,
    async setReservedConcurrency(reservedConcurrency) {
      cluster.setLimits({ reservedConcurrency })
    },
    busyWorkers: () =>
      cluster.environments().filter(({ function: name, state }) => name === cluster.workerFunction && state === 'busy').length,
    killWorker: () => cluster.killEnvironment() !== null,
    [Symbol.asyncDispose]: () => cluster.close(),
  }
}
