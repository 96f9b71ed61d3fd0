import type { Configuration } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import type { ConfigurationSource } from '../intensifier/configuration-source.ts'
import type { Intensifier } from '../intensifier/intensifier.ts'
import type { Random } from '../space/index.ts'
import type { BackgroundWork } from './background-work.ts'
import type { OptionsReader } from './options-reader.ts'
import type { Scenario } from './scenario.ts'

/** What makes one optimizer differ from another. */
export interface FacadeParts {
  readonly description: string
  readonly intensifier: Intensifier
  /**
   * Which configurations may lead. `complete`: those that were run on every instance, at the greatest budget. `race`: also others, compared
   * on what both were run on; for one objective, of several it is `complete`. Default: `complete`.
   */
  readonly incumbents?: 'complete' | 'race'
  /** What each objective counts when one of the front is to be the incumbent. Default: all the same. */
  readonly objectiveWeights?: readonly number[] | undefined
  /** What can make proposals beside the loop of `optimize`. */
  readonly background?: BackgroundWork
}

/** What an optimizer's parts are made from. */
export interface FacadeContext<C extends Configuration = Configuration> {
  readonly scenario: Scenario<C>
  readonly random: Random
  readonly read: OptionsReader
  readonly history: RunHistory
  /** The default configuration, where the scenario wants it, then the `initialConfigurations`. */
  readonly initial: readonly Configuration[]
  /** Callbacks hear what is proposed. */
  observed(source: ConfigurationSource): ConfigurationSource
}
