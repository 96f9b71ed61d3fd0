import type { Configuration } from '../../contract/trial.ts'

/** A configuration that is to be evaluated at a budget. */
export interface HalvingJob {
  readonly configuration: Configuration
  readonly budget: number
}

/** Where a schedule takes new configurations from. */
export interface Newcomers {
  /** Null while none is ready, or when none is left. */
  next(): Configuration | null
  /** True when none is left. */
  readonly isOver: boolean
}

/** Who is evaluated at which budget, and who is promoted to the next. Purely in memory. */
export interface HalvingSchedule {
  /** In words, for a person. */
  readonly description: string
  /** The next job; null when it waits for results, or there is no newcomer. */
  next(newcomers: Newcomers): HalvingJob | null
  /** What a job came to, lower is better: a number an objective. */
  ended(job: HalvingJob, costs: readonly number[]): void
  /** True while something is to be promoted, or may be once results are in. */
  readonly isOpen: boolean
}
