import { existsSync } from 'node:fs'
import { TrialfanError } from '../../contract/errors.ts'
import { hasRunFolder, runFolder } from '../history/journal/run-folder.ts'
import { type RunManifest, readManifest } from '../history/journal/run-manifest.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import { fetchManifest } from '../launch/copy/fetch-run.ts'
import { resume } from '../launch/resume.ts'
import type { Cluster } from '../runner/cluster.ts'
import type { ObjectPort } from '../runner/transport.ts'
import type { ExitCode } from './exit-code.ts'
import { loadStudy } from './load-study.ts'
import { openCluster } from './open-cluster.ts'
import { RunDisplay } from './run-display.ts'
import type { Place } from './run-settings.ts'
import { runStudy } from './run-study.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'

/** What may change when a run goes on; the place is for a run whose folder is on another machine. */
export interface ResumeSettings extends Place {
  readonly workers?: number
  readonly trials?: number
  /** US dollars, of the whole run. */
  readonly maxCost?: number
  /** Where the study's file is now. */
  readonly study?: string
  readonly json: boolean
}

/** `trialfan resume RUN`: goes on with a run of this working directory, or of a stack. */
export async function resumeCommand(run: string, settings: ResumeSettings, surroundings: Surroundings): Promise<ExitCode> {
  using display = new RunDisplay(settings.json, surroundings)
  const { progress, signal } = display
  try {
    const directory = runsFolder(surroundings)
    const isHere = settings.on === 'local' || hasRunFolder(directory, run)
    const known = isHere ? readManifest(runPaths(runFolder(directory, run)).manifest) : null
    const place = known === null ? settings : placeOf(known, settings)
    if (place.on === 'aws') progress.step('looking for the stack')
    await using cluster = await openCluster(place, surroundings, signal)
    const manifest = known ?? (await fetchManifest(run, openedObjects(cluster), signal))
    const study = await loadStudy(studyFile(manifest, settings, isHere), surroundings)
    display.stage = 'starting'
    const { trials, workers, maxCost: maxCostUsd } = settings
    const where = { directory, trials, workers, maxCostUsd, ...(cluster !== null && { cluster }) }
    return await runStudy(study, (options) => resume(run, study, { ...options, ...where }), { display, clock: surroundings.clock })
  } catch (error) {
    return display.failed(error)
  }
}

function studyFile({ run, study: { file } }: RunManifest, { study }: ResumeSettings, isHere: boolean): string {
  const path = study ?? file
  if (path === null) throw new TrialfanError('OPTION', `run ${run} was not begun from a file: say with --study where its study is`, { run })
  if (isHere || study !== undefined || existsSync(path)) return path
  const mend = 'say with --study where the same file is here'
  throw new TrialfanError('OPTION', `run ${run} was begun on another machine, from ${path}: ${mend}`, { run, path })
}

function placeOf({ run, cluster }: RunManifest, settings: Place): Place {
  if (cluster.kind === 'embedded') return { on: 'local' }
  const { stack, region } = cluster
  if (settings.stack !== undefined && settings.stack !== stack)
    throw new TrialfanError('OPTION', `run ${run} is on stack ${stack}, not on ${settings.stack}: leave --stack out`, { run, stack })
  return { on: 'aws', stack, ...(region !== null && { region }) }
}

/** @throws RangeError when there is none: only a stack keeps runs */
function openedObjects(cluster: Cluster | null): ObjectPort {
  if (cluster !== null) return cluster.transport.objects
  throw new RangeError('the embedded cluster keeps no runs')
}
