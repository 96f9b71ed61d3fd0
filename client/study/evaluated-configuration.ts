import type { Configuration, TrialValue } from '../../contract/trial.ts'

/** A configuration on one instance. */
export interface InstanceOutcome {
  readonly instance: string | null
  /** The mean over its trials there, with whatever seeds. */
  readonly cost: number | readonly number[]
  /** Its latest trial there. */
  readonly value: TrialValue
}

/** A configuration that was run on its instances, and what came of it. In a race it may have been run on some of them only. */
export interface EvaluatedConfiguration<C extends Configuration = Configuration> {
  readonly configuration: C
  /** The mean over what it was run on: a number, or one per objective in declared order. */
  readonly cost: number | readonly number[]
  /** What came of it on each instance it was run on, in the scenario's order; one with a null instance when there are none. */
  readonly perInstance: readonly InstanceOutcome[]
}
