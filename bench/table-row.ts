import type { FigureName } from './figure-name.ts'
import { atLeast, atMost, type Goal, timesPeer } from './goal.ts'

export interface TableRow {
  readonly label: string
  readonly figure: FigureName
  readonly better: 'more' | 'less'
  readonly goals: readonly Goal[]
}

const THOUSAND_WITHIN_MS = 2_000

/** The rows of the table, and what trialfan must reach in each. */
export const TABLE_ROWS: readonly TableRow[] = [
  {
    label: 'no-op trials/s',
    figure: 'trialsPerSecond',
    better: 'more',
    goals: [
      atLeast('trialsPerSecond', 500),
      timesPeer('trialsPerSecond', 12, 'smacDask', 'SMAC + Dask'),
      timesPeer('trialsPerSecond', 1.2, 'bareDask', "bare Dask's map"),
    ],
  },
  { label: 'trials/s, 4 in flight', figure: 'windowOfFourTrialsPerSecond', better: 'more', goals: [] },
  { label: 'client CPU, ms a trial', figure: 'clientCpuMsPerTrial', better: 'less', goals: [atMost('clientCpuMsPerTrial', 2)] },
  { label: 'worker CPU, ms a trial', figure: 'workerCpuMsPerTrial', better: 'less', goals: [] },
  { label: 'round trip, ms, median', figure: 'roundTripMs', better: 'less', goals: [atMost('roundTripMs', 6)] },
  { label: 'round trip, ms, 95 %', figure: 'roundTripP95Ms', better: 'less', goals: [] },
  { label: 'start, ms, both workers warm', figure: 'startMs', better: 'less', goals: [atMost('startMs', 600)] },
  { label: 'the same from process start', figure: 'processStartMs', better: 'less', goals: [] },
  { label: 'client memory, MiB', figure: 'clientMemoryMiB', better: 'less', goals: [atMost('clientMemoryMiB', 120)] },
  { label: "client's helper processes, MiB", figure: 'helperMemoryMiB', better: 'less', goals: [] },
  { label: 'worker memory, MiB each', figure: 'workerMemoryMiB', better: 'less', goals: [] },
  { label: 'scatter 100 MiB: up, ms', figure: 'scatter.uploadMs', better: 'less', goals: [atMost('scatter.uploadMs', 1_000)] },
  { label: 'scatter: first trial, ms', figure: 'scatter.firstTrialMs', better: 'less', goals: [] },
  { label: 'scatter: steady, ms a trial', figure: 'scatter.steadyMs', better: 'less', goals: [atMost('scatter.steadyMs', 5)] },
  {
    label: '1,000 accepted, 50 ms away, ms',
    figure: 'thousandAcceptedMs',
    better: 'less',
    goals: [atMost('thousandAcceptedMs', THOUSAND_WITHIN_MS)],
  },
]
