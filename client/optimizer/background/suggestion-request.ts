import type { Configuration } from '../../../contract/trial.ts'
import type { RandomState, SpaceParcel } from '../../space/index.ts'
import type { SuggesterOptions } from '../choose-suggester.ts'
import type { ObservedCells } from '../model/observations.ts'

/** What a suggester's thread is started with. */
export interface SuggesterOrder {
  readonly space: SpaceParcel
  readonly options: SuggesterOptions
}

/** Everything that suggestions are made from, as numbers in rows. */
export interface SuggestionRequest {
  readonly version: number
  readonly n: number
  readonly random: RandomState
  /** Features, one row an observation. */
  readonly points: Float64Array
  /** Costs, one row an observation; NaN where none succeeded. */
  readonly costs: Float64Array
  readonly successShares: Float64Array
  readonly logDurations: Float64Array
  readonly pending: Float64Array
  /** Where models learn from instances' features: how many instances each observation was run on, and row by row what each cost there. */
  readonly cells: (ObservedCells & { readonly counts: Int32Array }) | null
}

export type SuggestionReply = readonly Configuration[]
