import { resolve } from 'node:path'
import { runFolder } from '../history/journal/run-folder.ts'
import { startRun } from '../launch/start-run.ts'
import { defineScenario, type Scenario } from '../study/scenario.ts'
import type { Study } from '../study/study.ts'
import type { ExitCode } from './exit-code.ts'
import { loadStudy } from './load-study.ts'
import { openCluster } from './open-cluster.ts'
import { RunDisplay } from './run-display.ts'
import type { RunSettings } from './run-settings.ts'
import { runStudy } from './run-study.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'

/** `trialfan run STUDY`: prints what went wrong, and gives the exit code. */
export async function runCommand(path: string, settings: RunSettings, surroundings: Surroundings): Promise<ExitCode> {
  using display = new RunDisplay(settings.json, surroundings)
  const { progress, signal } = display
  try {
    const study = asSettled(await loadStudy(path, surroundings), settings)
    display.stage = 'starting'
    if (settings.on === 'aws') progress.step('looking for the stack')
    await using cluster = await openCluster(settings, surroundings, signal)
    const directory = runsFolder(surroundings)
    const warmStart = (settings.warmStart ?? []).map((run) => runFolder(directory, run))
    const place = { directory, warmStart, studyFile: resolve(surroundings.directory, path) }
    return await runStudy(study, (options) => startRun(study, { ...options, ...place, ...(cluster !== null && { cluster }) }), {
      display,
      clock: surroundings.clock,
    })
  } catch (error) {
    return display.failed(error)
  }
}

/** What the command line says goes before what the study says. */
function asSettled(study: Study, settings: RunSettings): Study {
  const scenario = defineScenario({ ...study.scenario, ...overrides(settings) })
  return { ...study, scenario, optimizer: settings.optimizer ?? study.optimizer }
}

type Overrides = Partial<Pick<Scenario, 'workers' | 'trials' | 'seed' | 'maxCostUsd' | 'stragglerFactor'>>

function overrides({ workers, trials, seed, maxCost, stragglerFactor }: RunSettings): Overrides {
  return {
    ...(workers !== undefined && { workers }),
    ...(trials !== undefined && { trials }),
    ...(seed !== undefined && { seed }),
    ...(maxCost !== undefined && { maxCostUsd: maxCost }),
    ...(stragglerFactor !== undefined && { stragglerFactor }),
  }
}
