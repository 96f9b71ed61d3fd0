import type { JsonObject } from '../../../contract/trial.ts'

/** A space as ConfigSpace 0.7 and later write it (`to_json`), format 0.4. */
export interface ConfigSpaceJson {
  readonly name: string | null
  readonly hyperparameters: readonly JsonObject[]
  readonly conditions: readonly JsonObject[]
  readonly forbiddens: readonly JsonObject[]
  readonly format_version: number
}

/** The format that is read and written. */
export const CONFIGSPACE_FORMAT = 0.4
