import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'

/** Where an intensifier takes new configurations from: an optimizer's proposer is one. */
export interface ConfigurationSource {
  /** At most `n` configurations that were not proposed before; fewer while none is ready, or when none is left: `exhausted` tells. */
  propose(n: number): readonly Configuration[]
  /** A finished trial, proposed here or not. */
  told(info: TrialInfo, value: TrialValue): void
  /** True once nothing is left to propose. */
  readonly exhausted: boolean
}
