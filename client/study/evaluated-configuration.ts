import type { Configuration, TrialValue } from '../../contract/trial.ts'

/** A configuration that was run on all of its instances, and what came of it. */
export interface EvaluatedConfiguration<C extends Configuration = Configuration> {
  readonly configuration: C
  /** The mean over its instances: a number, or one per objective in declared order. */
  readonly cost: number | readonly number[]
  /** Its latest trial on each instance, in the scenario's order; one with a null instance when there are none. */
  readonly perInstance: readonly { readonly instance: string | null; readonly value: TrialValue }[]
}
