import type { ExecutionClock } from '../../execution/execution-clock.ts'
import type { ResultSender } from '../result-sender.ts'
import type { CancelledRuns } from './cancelled-runs.ts'
import type { DataStore } from './data-store.ts'
import type { FileCache } from './file-cache.ts'
import type { ObjectStore } from './object-store.ts'
import type { TrialRunner } from './trial-runner.ts'
import type { WorkerEnvironment } from './worker-environment.ts'

/** Everything a worker has: the world through ports, and what it keeps from one trial to the next. */
export interface WorkerPorts {
  readonly stack: string
  readonly store: ObjectStore
  readonly sender: ResultSender
  readonly runner: TrialRunner
  readonly files: FileCache
  readonly data: DataStore
  readonly cancelled: CancelledRuns
  readonly environment: WorkerEnvironment
  readonly clock: ExecutionClock
  readonly log: (line: string) => void
  /** Ends this environment's process at once; the platform starts another one. */
  readonly endProcess: () => void
}
