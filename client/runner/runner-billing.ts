import type { Architecture } from '../../contract/trial.ts'
import type { ClientCalls } from './usage/client-calls.ts'
import type { CountedTransport } from './usage/counted-transport.ts'

/** Who bills what runs on a cluster. */
export interface ClusterBilling {
  /** False where nothing is charged: the embedded cluster, an emulator. */
  readonly isCharged: boolean
  /** What the functions run on, or would on AWS; null: the workers tell. */
  readonly architecture: Architecture | null
}

/** What a run is billed by, beside what each trial used (`TrialValue.usage`). */
export interface RunnerBilling {
  /** False where nothing is charged: a cost is then what AWS would have charged. */
  readonly isCharged: boolean
  readonly architecture: Architecture
  /** Memory of the workers where trials begin. */
  readonly memoryMiB: number
  /** The longest that a trial can take here, ms. */
  readonly longestTrialMs: number
  /** The client's own requests since the runner was made. */
  readonly calls: ClientCalls
}

/** Undefined when the cluster does not say who bills it. `reported` is what the workers said they run on. */
export function runnerBilling(
  cluster: ClusterBilling | undefined,
  { functions, calls }: CountedTransport,
  reported: Architecture | null,
): RunnerBilling | undefined {
  if (cluster === undefined) return undefined
  return {
    isCharged: cluster.isCharged,
    architecture: cluster.architecture ?? reported ?? 'arm64',
    memoryMiB: functions.sizesMiB[0] ?? 0,
    longestTrialMs: functions.timeoutMs,
    calls,
  }
}
