import { TrialfanError } from '../../contract/errors.ts'
import { runFolder } from '../history/journal/run-folder.ts'
import { type RunManifest, readManifest } from '../history/journal/run-manifest.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import { resume } from '../launch/resume.ts'
import type { ExitCode } from './exit-code.ts'
import { loadStudy } from './load-study.ts'
import { openCluster } from './open-cluster.ts'
import { RunDisplay } from './run-display.ts'
import type { Place } from './run-settings.ts'
import { runStudy } from './run-study.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'

/** What may change when a run goes on. */
export interface ResumeSettings {
  readonly workers?: number
  readonly trials?: number
  /** Where the study's file is now. */
  readonly study?: string
  readonly json: boolean
}

/** `trialfan resume RUN`: goes on with a run of this working directory. */
export async function resumeCommand(run: string, settings: ResumeSettings, surroundings: Surroundings): Promise<ExitCode> {
  using display = new RunDisplay(settings.json, surroundings)
  const { progress, signal } = display
  try {
    const directory = runsFolder(surroundings)
    const manifest = readManifest(runPaths(runFolder(directory, run)).manifest)
    const study = await loadStudy(studyFile(manifest, settings), surroundings)
    display.stage = 'starting'
    if (manifest.cluster.kind === 'stack') progress.step('looking for the stack')
    await using cluster = await openCluster(place(manifest), surroundings, signal)
    const { trials, workers } = settings
    const where = { directory, trials, workers, ...(cluster !== null && { cluster }) }
    return await runStudy(study, (options) => resume(run, study, { ...options, ...where }), { display, clock: surroundings.clock })
  } catch (error) {
    return display.failed(error)
  }
}

function studyFile({ run, study: { file } }: RunManifest, { study }: ResumeSettings): string {
  const path = study ?? file
  if (path !== null) return path
  throw new TrialfanError('OPTION', `run ${run} was not begun from a file: say with --study where its study is`, { run })
}

function place({ cluster }: RunManifest): Place {
  if (cluster.kind === 'embedded') return { on: 'local' }
  const { stack, region } = cluster
  return { on: 'aws', stack, ...(region !== null && { region }) }
}
