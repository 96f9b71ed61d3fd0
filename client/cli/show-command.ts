import { runFolder } from '../history/journal/run-folder.ts'
import { runOverview } from '../history/journal/run-overview.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { formatDuration } from './format-duration.ts'
import { printable } from './printable.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'
import { terminal } from './terminal.ts'

/** `trialfan show RUN`: what a run is and how far it has come. */
export function showCommand(run: string, surroundings: Surroundings): ExitCode {
  try {
    const folder = runFolder(runsFolder(surroundings), run)
    const { manifest, progress, state } = runOverview(folder, surroundings.clock.now())
    const { study, optimizer, seed, cluster, trials } = manifest
    const statuses = Object.entries(progress.statuses).map(([name, count]) => `${name} ${count}`)
    const facts: readonly (readonly [string, string])[] = [
      ['run', manifest.run],
      ['study', study.file === null ? study.name : `${study.name} (${study.file})`],
      ['state', state],
      ['trials', `${progress.told} of ${trials ?? 'unlimited'}${statuses.length === 0 ? '' : `: ${statuses.join(', ')}`}`],
      ['optimizer', `${optimizer.description}, seed ${seed}`],
      ['where', cluster.kind === 'embedded' ? 'embedded cluster' : `stack ${cluster.stack} in ${cluster.region ?? 'an unnamed region'}`],
      ['began', `${manifest.created}, with trialfan ${manifest.trialfan}`],
      ['worked', `${formatDuration(progress.usedMs)} in ${progress.sessions} ${progress.sessions === 1 ? 'session' : 'sessions'}`],
      ['folder', folder],
    ]
    surroundings.stdout.write(`${facts.map(([name, fact]) => `${name.padEnd(10)} ${printable(fact)}`).join('\n')}\n`)
    return EXIT_CODE.done
  } catch (error) {
    const { colors } = terminal(surroundings.stderr, surroundings.env)
    surroundings.stderr.write(`${errorLines(error, colors).join('\n')}\n`)
    return EXIT_CODE.wrongUse
  }
}
