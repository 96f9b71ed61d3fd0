import { listRuns } from '../history/journal/list-runs.ts'
import { trialsOfRun } from '../history/journal/run-manifest.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { formatTable } from './format-table.ts'
import { printable } from './printable.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'

/** `trialfan ls`: the runs that are written down in this working directory. */
export function listCommand(surroundings: Surroundings): ExitCode {
  const runs = listRuns(runsFolder(surroundings), surroundings.clock.now())
  const rows = runs.map((run) =>
    'error' in run
      ? [run.run, '', '', printable(run.error.message)]
      : [run.run, printable(run.manifest.study.name), `${run.progress.told}/${trialsOfRun(run.manifest) ?? '∞'}`, printable(run.state)],
  )
  if (rows.length === 0) surroundings.stderr.write('no runs here: `trialfan run STUDY` begins one\n')
  else surroundings.stdout.write(`${formatTable([['run', 'study', 'trials', 'state'], ...rows]).join('\n')}\n`)
  return EXIT_CODE.done
}
