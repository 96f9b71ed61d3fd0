/** Everything that is measured, by the name it has in the JSON file (a dot opens an object). */
export const FIGURE_NAMES = [
  'trialsPerSecond',
  'windowOfFourTrialsPerSecond',
  'clientCpuMsPerTrial',
  'workerCpuMsPerTrial',
  'roundTripMs',
  'roundTripP95Ms',
  'startMs',
  'processStartMs',
  'clientMemoryMiB',
  'helperMemoryMiB',
  'workerMemoryMiB',
  'scatter.uploadMs',
  'scatter.firstTrialMs',
  'scatter.steadyMs',
  'thousandAcceptedMs',
] as const

export type FigureName = (typeof FIGURE_NAMES)[number]
