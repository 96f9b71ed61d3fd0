import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, TrialfanError } from '../../../contract/errors.ts'
import { runPaths } from './run-paths.ts'

const RUN_ID = /^[a-z0-9][a-z0-9-]{0,39}$/

/** Whether a run's folder is there. @throws TrialfanError RUN_MISSING for what cannot be one */
export const hasRunFolder = (directory: string, run: string): boolean => existsSync(runPaths(join(directory, checkRun(run))).manifest)

/** The folder of a run that is there. @throws TrialfanError RUN_MISSING */
export function runFolder(directory: string, run: string): string {
  const folder = join(directory, checkRun(run))
  if (existsSync(runPaths(folder).manifest)) return folder
  const mend = 'a run of another machine is taken up with --on aws --stack NAME'
  throw new TrialfanError('RUN_MISSING', `there is no run ${run} in ${directory}; ${mend}`, { directory, run })
}

/** The folder of a run that begins. @throws TrialfanError RUN_EXISTS */
export function newRunFolder(directory: string, run: string): string {
  const folder = join(directory, checkRun(run))
  if (!existsSync(folder)) return folder
  throw new TrialfanError('RUN_EXISTS', `there is a run ${run} in ${directory} already; resume it, or give the new one another name`, {
    directory,
    run,
  })
}

/** A run's id is a part of paths and names; nothing of it may lead elsewhere. */
function checkRun(run: unknown): string {
  if (typeof run === 'string' && RUN_ID.test(run)) return run
  throw new TrialfanError('RUN_MISSING', `expected a run's id of a-z, 0-9 and "-" (40 at most), got ${describe(run)}`, { run })
}
