import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { BenchOptions } from './bench-options.ts'
import { compileScripts } from './compile-scripts.ts'
import { FIGURE_NAMES } from './figure-name.ts'
import type { Systems } from './goal.ts'
import { measurementsOf } from './measurements-of.ts'
import { peerEnvironment } from './peer-environment.ts'
import { runMeasurements } from './run-measurements.ts'
import { SystemReport } from './system-report.ts'

export interface BenchOutcome {
  readonly systems: Systems
  /** False when something could not be measured that was asked for. */
  readonly isWhole: boolean
}

/** Builds what is measured, sets up the peers, and measures all of it in turn. @throws Error when the build fails */
export async function runBench(root: string, options: BenchOptions, say: (line: string) => void): Promise<BenchOutcome> {
  const systems = {
    trialfan: new SystemReport('trialfan'),
    smacDask: new SystemReport('SMAC + Dask'),
    bareDask: new SystemReport('bare Dask'),
  }
  const { trialfan, smacDask, bareDask } = systems
  const peers = [smacDask, bareDask]
  trialfan.lacks(['windowOfFourTrialsPerSecond'], 'as many trials are in flight as there are workers: two')
  smacDask.lacks(['windowOfFourTrialsPerSecond'], 'as many trials are in flight as there are workers: two')
  for (const peer of peers) peer.lacks(['thousandAcceptedMs'], 'measures calls over HTTP, which Dask does not make')
  if (options.only === 'peers') trialfan.lacks(FIGURE_NAMES, 'left out (--only peers)')
  else {
    build(root, say)
    await compileScripts()
  }
  if (options.only === 'trialfan') for (const peer of peers) peer.lacks(FIGURE_NAMES, 'left out (--only trialfan)')
  const python = options.only === 'trialfan' ? null : await pythonOfPeers(root, peers, say)
  const isMeasured = await runMeasurements(measurementsOf(options, python), options.repeats, systems, say)
  return { systems, isWhole: isMeasured && (python !== null || options.only === 'trialfan') }
}

function build(root: string, say: (line: string) => void): void {
  say('building dist/')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { cwd: root, encoding: 'utf8' })
  // The compiler tells its errors on stdout.
  if (status !== 0) throw new Error(`dist/ cannot be built, so there is nothing to measure:\n${stdout}\n${stderr}`)
}

/** Null when the peers cannot be set up: their figures then say why. */
async function pythonOfPeers(root: string, peers: readonly SystemReport[], say: (line: string) => void): Promise<string | null> {
  try {
    return await peerEnvironment(join(root, '.cache/bench-peers'), join(root, 'bench/peers/requirements.txt'), say)
  } catch (cause) {
    const { message } = cause as Error
    say(`the peers are left out: ${message}`)
    for (const peer of peers) peer.lacks(FIGURE_NAMES, message)
    return null
  }
}
