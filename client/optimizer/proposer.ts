import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'

/** What decides which configurations to try next. Purely in memory: whoever calls it runs the trials. */
export interface Proposer {
  /** At most `n` configurations that were not proposed before; fewer when the space is used up, or while none is ready. */
  propose(n: number): readonly Configuration[]
  /** A finished trial, proposed here or not; in the order in which results came. */
  told(info: TrialInfo, value: TrialValue): void
  /** True once a proposal fell short: a finite space has nothing left. */
  readonly exhausted: boolean
}
