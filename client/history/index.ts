export { ConfigurationIndex } from './configuration-index.ts'
export { HistoryError } from './errors.ts'
export { type HistoryRecord, RunHistory, type Standing, type TrajectoryStep } from './run-history.ts'
export type { TrialOutcome } from './trial-outcome.ts'
