import { readJournal } from '../history/journal/read-journal.ts'
import { runFolder } from '../history/journal/run-folder.ts'
import { readManifest } from '../history/journal/run-manifest.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import { toldTrials } from '../history/journal/told-trials.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './terminal.ts'
import { trialRows } from './trial-rows.ts'

/** `trialfan export RUN --to csv`: the trials that count, one a row, on stdout. */
export function exportCommand(run: string, surroundings: Surroundings): ExitCode {
  try {
    const paths = runPaths(runFolder(runsFolder(surroundings), run))
    const { objectives } = readManifest(paths.manifest)
    for (const row of trialRows([...toldTrials(readJournal(paths.journal))], objectives))
      surroundings.stdout.write(`${row.map(field).join(',')}\r\n`)
    return EXIT_CODE.done
  } catch (error) {
    const { colors } = terminal(surroundings.stderr, surroundings.env)
    surroundings.stderr.write(`${errorLines(error, colors).join('\n')}\n`)
    return EXIT_CODE.wrongUse
  }
}

/** RFC 4180: quoted where it must be. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
