import type { EvaluatedConfiguration } from '../study/evaluated-configuration.ts'
import type { RunFigures } from '../study/run-statistics.ts'

/** What is shown of a run while it goes on. */
export interface RunProgress {
  readonly study: string
  /** Trials of the whole run; Infinity when only time ends it. */
  readonly trials: number
  /** Limit of the run's wall time, ms, or null. */
  readonly runTimeLimitMs: number | null
  /** How many workers there are, and which limit says so: `4 workers: the maximum you set`. */
  readonly workers: string
  readonly figures: RunFigures
  readonly incumbent: EvaluatedConfiguration | null
  readonly default: EvaluatedConfiguration | null
}
