import type { Configuration } from '../../../contract/trial.ts'

/** A legal configuration with its features and what the acquisition makes of it. */
export interface Candidate<C extends Configuration = Configuration> {
  readonly configuration: C
  readonly point: Float64Array
  readonly value: number
}
