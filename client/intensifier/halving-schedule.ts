import type { Configuration } from '../../contract/trial.ts'

/** A configuration that is to be evaluated at a budget. */
export interface HalvingJob {
  readonly configuration: Configuration
  readonly budget: number
}

/** Who is evaluated at which budget, and who is promoted to the next. Purely in memory. */
export interface HalvingSchedule {
  /** In words, for a person. */
  readonly description: string
  /** The next job; null when it waits for results, or when `propose` has nothing left to give. */
  next(propose: () => Configuration | null): HalvingJob | null
  /** What a job came to, lower is better: a number an objective. */
  ended(job: HalvingJob, costs: readonly number[]): void
  /** True while something is to be promoted, or may be once results are in. */
  readonly isOpen: boolean
}
