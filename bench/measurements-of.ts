import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchOptions } from './bench-options.ts'
import { type BenchScript, compiledScript } from './compile-scripts.ts'
import type { FigureName } from './figure-name.ts'
import type { ProcessToMeasure } from './json-lines-of.ts'
import type { Measurement } from './measurement.ts'

const CORE: readonly FigureName[] = [
  'trialsPerSecond',
  'clientCpuMsPerTrial',
  'workerCpuMsPerTrial',
  'roundTripMs',
  'roundTripP95Ms',
  'startMs',
  'processStartMs',
  'clientMemoryMiB',
  'helperMemoryMiB',
  'workerMemoryMiB',
]
const SCATTER: readonly FigureName[] = ['scatter.uploadMs', 'scatter.firstTrialMs', 'scatter.steadyMs']
const DISTANT: readonly FigureName[] = ['thousandAcceptedMs']
const WINDOW: readonly FigureName[] = ['windowOfFourTrialsPerSecond']

/** SMAC + Dask does some thirty trials a second: a fifth of the trials is a long enough run. */
const SMAC_SHARE = 0.2
/** V8 needs some hundred trials until the paths of a trial are compiled; Python compiles nothing while it runs. */
export const WARM_UP_TRIALS = 1_000
const SMAC_WARM_UP_TRIALS = 50
const PROCESS_LIMIT_MS = 5 * 60_000
const here = fileURLToPath(new URL('.', import.meta.url))

/** What one repeat runs, in turn; `python` is null when the peers are left out. */
export function measurementsOf({ only, trials, quick }: BenchOptions, python: string | null): readonly Measurement[] {
  const warmUp = quick ? WARM_UP_TRIALS / 2 : WARM_UP_TRIALS
  const core = { trials, warmUp, roundTrips: quick ? 100 : 300 }
  const smacCore = { trials: Math.ceil(trials * SMAC_SHARE), warmUp: SMAC_WARM_UP_TRIALS, roundTrips: quick ? 50 : 200 }
  const scattered = { trials: quick ? 30 : 100, warmUp }
  const smacScattered = { ...scattered, warmUp: SMAC_WARM_UP_TRIALS }
  const ours: readonly Measurement[] = [
    { system: 'trialfan', what: 'no-op trials', figures: CORE, process: trialfanProcess('measure-core', core) },
    { system: 'trialfan', what: 'scatter', figures: SCATTER, process: trialfanProcess('measure-scatter', scattered) },
    { system: 'trialfan', what: '1,000 trials accepted far away', figures: DISTANT, process: trialfanProcess('measure-distant', {}) },
  ]
  if (python === null) return only === 'peers' ? [] : ours
  const peers: readonly Measurement[] = [
    { system: 'smacDask', what: 'no-op trials', figures: CORE, process: peerProcess(python, 'smac_dask.py', 'core', smacCore) },
    { system: 'bareDask', what: 'no-op tasks', figures: [...CORE, ...WINDOW], process: peerProcess(python, 'bare_dask.py', 'core', core) },
    { system: 'smacDask', what: 'scatter', figures: SCATTER, process: peerProcess(python, 'smac_dask.py', 'scatter', smacScattered) },
    { system: 'bareDask', what: 'scatter', figures: SCATTER, process: peerProcess(python, 'bare_dask.py', 'scatter', scattered) },
  ]
  return only === 'peers' ? peers : [...ours, ...peers]
}

interface Counts {
  readonly trials?: number
  readonly warmUp?: number
  readonly roundTrips?: number
}

/** A fresh process of trialfan; its CPU profile goes to `profileFile` when one is named. */
export function trialfanProcess(script: BenchScript, counts: Counts, profileFile: string | null = null): ProcessToMeasure {
  const profile = profileFile === null ? [] : ['--cpu-prof', profileFile]
  return {
    command: process.execPath,
    arguments: [compiledScript(script), ...words(counts), ...profile],
    cwd: here,
    timeLimitMs: PROCESS_LIMIT_MS,
  }
}

function peerProcess(python: string, script: string, scenario: 'core' | 'scatter', counts: Counts): ProcessToMeasure {
  const folder = join(here, 'peers')
  return {
    command: python,
    arguments: [join(folder, script), scenario, ...words(counts)],
    cwd: folder,
    // Dask's worker processes import the targets by name.
    environment: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' },
    timeLimitMs: PROCESS_LIMIT_MS,
  }
}

function words({ trials, warmUp, roundTrips }: Counts): readonly string[] {
  return Object.entries({ '--trials': trials, '--warm-up': warmUp, '--round-trips': roundTrips }).flatMap(([word, count]) =>
    count === undefined ? [] : [word, String(count)],
  )
}
