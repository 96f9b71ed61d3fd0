import type { Configuration } from '../../../contract/trial.ts'
import type { Random } from '../../space/index.ts'
import type { KernelState } from '../gp/kernel-state.ts'
import type { Observation } from './observations.ts'

/** What a suggestion is made from. */
export interface Knowledge {
  /** Another number whenever anything was told. */
  readonly version: number
  /** Configurations with results, in the order of their first result. */
  readonly observations: readonly Observation[]
  /** Features of the configurations that were proposed and have no result. */
  readonly pending: readonly Float64Array[]
}

/** A model of the costs, and the search for where they may be lowest. */
export interface Suggester<C extends Configuration = Configuration> {
  /** Legal configurations, the best first: as many as asked for, or fewer. Some may be known or pending already. */
  suggest(knowledge: Knowledge, n: number, random: Random): C[]
  /** What decides, beside what is known, how it learns on: another one that is given it goes on as this one does. As many entries every time. */
  state: readonly KernelState[]
}
