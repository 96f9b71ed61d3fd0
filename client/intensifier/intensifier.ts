import type { TrialInfo, TrialValue } from '../../contract/trial.ts'

/** Says what to run next: which configuration, on which instance, with which seed, at which budget (SMAC: `AbstractIntensifier`). */
export interface Intensifier {
  /** Up to `n` trials to begin now; fewer when the next ones wait for results, or when nothing is left. */
  next(n: number): readonly TrialInfo[]
  /** A trial has ended, one that was asked for or not. */
  told(info: TrialInfo, value: TrialValue): void
  /** True when no trial is left to begin, whatever is told. */
  readonly isExhausted: boolean
}
