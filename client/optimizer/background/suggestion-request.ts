import type { Configuration } from '../../../contract/trial.ts'
import type { RandomState, SpaceParcel } from '../../space/index.ts'
import type { SuggesterOptions } from '../choose-suggester.ts'
import type { KernelState } from '../gp/kernel-state.ts'
import type { TrialRows } from '../model/trial-rows.ts'

/** What a suggester's thread is started with. */
export interface SuggesterOrder {
  readonly space: SpaceParcel
  readonly options: SuggesterOptions
  /** Of the thread that this one goes on from; null: it begins. */
  readonly state: readonly KernelState[] | null
}

/** Asks for suggestions, and brings what they are made from as numbers in rows: of the trials, only those that the request before did not bring. */
export interface SuggestionRequest {
  /** Another number whenever anything was told. */
  readonly version: number
  readonly n: number
  readonly random: RandomState
  readonly news: TrialRows
  /** Features of the configurations that were proposed and have no result. */
  readonly pending: Float64Array
}

export type SuggestionReply = readonly Configuration[]
