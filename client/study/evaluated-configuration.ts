import type { Configuration, TrialValue } from '../../contract/trial.ts'

/** A configuration that was run on its instances, and what came of it. In a race it may have been run on some of them only. */
export interface EvaluatedConfiguration<C extends Configuration = Configuration> {
  readonly configuration: C
  /** The mean over what it was run on: a number, or one per objective in declared order. */
  readonly cost: number | readonly number[]
  /** Its latest trial on each instance it was run on, in the scenario's order; one with a null instance when there are none. */
  readonly perInstance: readonly { readonly instance: string | null; readonly value: TrialValue }[]
}
