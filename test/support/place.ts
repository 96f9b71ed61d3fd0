import type { StackFacts } from '../../client/aws/stack-facts.ts'
import type { Cluster } from '../../client/runner/cluster.ts'
import { openDeployedPlace } from './deployed-place.ts'
import { openEmbeddedPlace } from './embedded-place.ts'
import type { GuardedEndpoint } from './iam/guarded-endpoint.ts'

export interface PlaceOptions {
  /** As many trials are run at once before the test, so that workers are warm. */
  readonly workers: number
  /** False when the test does not mind cold workers. Default true. */
  readonly warm?: boolean
  /** The worker functions' time-out, ms, in whole seconds. Default: the place's own. */
  readonly timeoutMs?: number
  /** Memory of the worker functions, from the smallest. Default: the place's own. */
  readonly memoryMiB?: readonly number[]
}

/** Where end-to-end tests run, with what they may change there. */
export interface Place extends AsyncDisposable {
  readonly cluster: Cluster & { readonly facts: StackFacts }
  /** What lets the client's calls through that its policy allows; null on AWS itself, where IAM does it. */
  readonly guard: GuardedEndpoint | null
  /** Reserves concurrency for the smallest worker function; null lifts it. */
  setReservedConcurrency(reserved: number | null): Promise<void>
  /** How many workers run a trial right now; null where it cannot be seen. */
  busyWorkers(): number | null
  /** Kills a worker that runs a trial, from outside. False where there is none, or it cannot be done. */
  killWorker(): boolean
}

/** The stack that the tests run on (`TRIALFAN_E2E_STACK`); null is the embedded cluster. */
export const deployedStack = process.env.TRIALFAN_E2E_STACK ?? null
/** An emulator that the stack is on (`TRIALFAN_E2E_ENDPOINT`); null is AWS itself. */
const deployedEndpoint = process.env.TRIALFAN_E2E_ENDPOINT ?? null
/** True on an account of AWS's own: its requests cannot be looked into. */
export const isOnAws = deployedStack !== null && deployedEndpoint === null
/** True where the workers are processes of this machine. */
export const sharesFiles = deployedStack === null || process.env.TRIALFAN_E2E_SHARED_FILES === '1'

/** The embedded cluster, or a deployed stack: chosen by environment, and the tests are the same. */
export function openPlace(options: PlaceOptions): Promise<Place> {
  return deployedStack === null ? openEmbeddedPlace(options) : openDeployedPlace(deployedStack, deployedEndpoint, options)
}
