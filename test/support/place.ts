import type { Cluster } from '../../client/runner/cluster.ts'
import { openDeployedPlace } from './deployed-place.ts'
import { openEmbeddedPlace } from './embedded-place.ts'

export interface PlaceOptions {
  /** As many trials are run at once before the test, so that workers are warm. */
  readonly workers: number
  /** The worker function's time-out, ms, in whole seconds. Default: the place's own. */
  readonly timeoutMs?: number
}

/** Where end-to-end tests run, with what they may change there. */
export interface Place extends AsyncDisposable {
  readonly cluster: Cluster
  /** Reserves concurrency for the worker function; null lifts it. */
  setReservedConcurrency(reserved: number | null): Promise<void>
  /** How many workers run a trial right now; null where it cannot be seen. */
  busyWorkers(): number | null
  /** Kills a worker that runs a trial, from outside. False where there is none, or it cannot be done. */
  killWorker(): boolean
}

/** The stack that the tests run on (`TRIALFAN_E2E_STACK`); null is the embedded cluster. */
export const deployedStack = process.env.TRIALFAN_E2E_STACK ?? null
/** True where the workers are processes of this machine. */
export const sharesFiles = deployedStack === null || process.env.TRIALFAN_E2E_SHARED_FILES === '1'

/** The embedded cluster, or a deployed stack: chosen by environment, and the tests are the same. */
export function openPlace(options: PlaceOptions): Promise<Place> {
  return deployedStack === null ? openEmbeddedPlace(options) : openDeployedPlace(deployedStack, options)
}
