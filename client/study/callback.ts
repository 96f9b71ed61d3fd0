import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { EvaluatedConfiguration } from './evaluated-configuration.ts'
import type { ObservedOptimizer } from './observed-optimizer.ts'

/** False stops the run; anything else lets it go on. */
// biome-ignore lint/suspicious/noConfusingVoidType: a callback that returns nothing is the ordinary case
export type CallbackAnswer = boolean | void

/**
 * Called at named points of a run (SMAC: `Callback`); every point is optional, and every one may stop the run by answering false.
 * Callbacks are synchronous: the run waits for them. An error that one throws ends the run.
 *
 * @example
 * const stopAt20: Callback = { onTellEnd: ({ history }) => history.length < 20 }
 */
export interface Callback<C extends Configuration = Configuration> {
  /** Before the first trial of `optimize`. */
  onStart?(optimizer: ObservedOptimizer<C>): CallbackAnswer
  /** After the last result of `optimize`; `optimizer.stopReason` says why it ended. */
  onEnd?(optimizer: ObservedOptimizer<C>): CallbackAnswer
  /** Before results are taken in and free workers are given trials. */
  onIterationStart?(optimizer: ObservedOptimizer<C>): CallbackAnswer
  onIterationEnd?(optimizer: ObservedOptimizer<C>): CallbackAnswer
  /** Before trials are asked for. */
  onAskStart?(optimizer: ObservedOptimizer<C>): CallbackAnswer
  /** After a trial was asked for, once for each. */
  onAskEnd?(optimizer: ObservedOptimizer<C>, info: TrialInfo): CallbackAnswer
  /** Before new configurations are chosen: a model may be fitted for it. */
  onNextConfigurationsStart?(optimizer: ObservedOptimizer<C>): CallbackAnswer
  /** After a new configuration was chosen, once for each. */
  onNextConfigurationsEnd?(optimizer: ObservedOptimizer<C>, configuration: C): CallbackAnswer
  /** The runner has accepted a trial. */
  onTrialSubmitted?(optimizer: ObservedOptimizer<C>, info: TrialInfo): CallbackAnswer
  /** Before a result enters the history. */
  onTellStart?(optimizer: ObservedOptimizer<C>, info: TrialInfo, value: TrialValue): CallbackAnswer
  /** After a result has entered the history. */
  onTellEnd?(optimizer: ObservedOptimizer<C>, info: TrialInfo, value: TrialValue): CallbackAnswer
  /** There is a new incumbent; with several objectives, a new point on the Pareto front. */
  onIncumbent?(optimizer: ObservedOptimizer<C>, incumbent: EvaluatedConfiguration<C>): CallbackAnswer
}
