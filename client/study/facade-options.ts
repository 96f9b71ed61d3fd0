import type { Configuration } from '../../contract/trial.ts'
import type { RunJournal } from '../history/journal/run-journal.ts'
import type { ToldTrial } from '../history/journal/told-trials.ts'
import type { Clock } from '../runner/clock.ts'
import type { Callback } from './callback.ts'

export interface FacadeOptions<C extends Configuration = Configuration> {
  readonly callbacks?: readonly Callback<C>[] | undefined
  /** Instead of the scenario's seed. */
  readonly seed?: number | undefined
  /** Tried first, after the default configuration: a warm start from what is known to be good. */
  readonly initialConfigurations?: readonly Configuration[] | undefined
  /**
   * Trials of earlier runs of the same target (`earlierTrials`): models learn from them, none of their configurations is run again, and one of them may lead.
   * They do not count as trials of this run. Those that do not fit the scenario are left out.
   */
  readonly warmStart?: readonly ToldTrial[] | undefined
  /** How long an interrupted run waits for trials that are about to finish, ms; 2000 by default. */
  readonly graceMs?: number | undefined
  readonly clock?: Clock | undefined
  /** Where the run is written down; an optimizer that is given the journal of an earlier session goes on where that one ended. */
  readonly journal?: RunJournal | undefined
  /** How many trials the run may have, when that has changed since it began: what is proposed depends on the scenario's number. */
  readonly trials?: number | undefined
}

export interface OptimizeOptions {
  /** What the targets get as `data`, scattered once; the study's own by default. */
  readonly data?: unknown
  /** Interrupts the run. */
  readonly signal?: AbortSignal | undefined
}
