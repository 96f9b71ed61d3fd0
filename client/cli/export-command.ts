import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ExportedRun } from '../history/export/exported-run.ts'
import { optunaJournal } from '../history/export/optuna-journal.ts'
import { smacFiles } from '../history/export/smac-files.ts'
import { readJournal } from '../history/journal/read-journal.ts'
import { runFolder } from '../history/journal/run-folder.ts'
import { readManifest } from '../history/journal/run-manifest.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import { toldTrials } from '../history/journal/told-trials.ts'
import { csvLines } from './csv-lines.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { jsonLines } from './json-lines.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './terminal.ts'

export interface ExportSettings {
  readonly to: 'csv' | 'json' | 'optuna' | 'smac'
  /** A file in place of stdout; for smac the folder, `smac3_output` by default. */
  readonly out?: string
}

/** `trialfan export RUN`: the trials that count, in a format of other tools. */
export function exportCommand(run: string, { to, out }: ExportSettings, surroundings: Surroundings): ExitCode {
  try {
    const paths = runPaths(runFolder(runsFolder(surroundings), run))
    const exported = { manifest: readManifest(paths.manifest), trials: [...toldTrials(readJournal(paths.journal))] }
    if (to === 'smac') exportToSmac(exported, resolve(surroundings.directory, out ?? 'smac3_output'), surroundings)
    else {
      const lines = { csv: csvLines, json: jsonLines, optuna: optunaJournal }[to](exported)
      if (out !== undefined) writeFileSync(resolve(surroundings.directory, out), [...lines].join(''))
      else for (const line of lines) surroundings.stdout.write(line)
    }
    return EXIT_CODE.done
  } catch (error) {
    const { colors } = terminal(surroundings.stderr, surroundings.env)
    surroundings.stderr.write(`${errorLines(error, colors).join('\n')}\n`)
    return EXIT_CODE.wrongUse
  }
}

function exportToSmac(exported: ExportedRun, output: string, { stdout }: Surroundings): void {
  const { folder, files } = smacFiles(exported, output)
  const path = join(output, ...folder)
  mkdirSync(path, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  stdout.write(`${path}\n`)
}
