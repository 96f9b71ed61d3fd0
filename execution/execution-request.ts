import type { StoredData } from '../contract/data/stored-data.ts'
import type { Configuration, CostLimit } from '../contract/trial.ts'

/** What a thread is made for: one function of one module, with one set of scattered data. */
export interface PreparedTarget {
  /** Absolute path of an ES module file, bundled, with an inline source map. */
  readonly targetFile: string
  /** sha256 of the module, lower-case hex. */
  readonly targetId: string
  readonly exportName: string
  readonly data: StoredData | null
  /** Null: only the process's own limits hold. */
  readonly limits: { readonly timeMs: number | null; readonly memoryMiB: number | null }
}

/** One trial, ready to run. */
export interface ExecutionRequest extends PreparedTarget {
  /** Names in declared order. */
  readonly objectives: readonly string[]
  readonly configuration: Configuration
  readonly instance: string | null
  readonly features: readonly number[] | null
  readonly seed: number | null
  readonly budget: number | null
  /** By rising budget: what its best reported cost may be. Null or absent: it is not ended for what it reports. */
  readonly stopAbove?: readonly CostLimit[] | null | undefined
}
