import type { TrialValue } from '../../contract/trial.ts'

/** What the history keeps of a trial's value. Information and worker reports have no bound in size: the run's journal keeps those. */
export type TrialOutcome = Omit<TrialValue, 'additionalInfo' | 'worker'>
