import { AsyncLocalStorage } from 'node:async_hooks'
import type { Fault } from '../result/fault.ts'

/** The trial that a callback belongs to, however late it runs. */
export interface TrialScope {
  readonly trial: number
  /** Ends the trial, if it has not ended, because something it started failed where nothing awaits it. */
  readonly fail: (fault: Fault) => boolean
}

/** Follows every trial into its timers, promises and events, so that what goes wrong there is blamed on the right one. */
export const trialScope = new AsyncLocalStorage<TrialScope>()
