import { readJournal } from '../history/journal/read-journal.ts'
import { runFolder } from '../history/journal/run-folder.ts'
import { trialsOfRun } from '../history/journal/run-manifest.ts'
import { runOverview } from '../history/journal/run-overview.ts'
import { runPaths } from '../history/journal/run-paths.ts'
import { toldTrials } from '../history/journal/told-trials.ts'
import { RunHistory } from '../history/run-history.ts'
import { errorLines } from './error-lines.ts'
import { EXIT_CODE, type ExitCode } from './exit-code.ts'
import { formatCost } from './format-cost.ts'
import { formatDuration } from './format-duration.ts'
import { formatPairs } from './format-pairs.ts'
import { frontLines } from './front-lines.ts'
import { printable } from './printable.ts'
import { runsFolder } from './runs-folder.ts'
import type { Surroundings } from './surroundings.ts'
import { type Terminal, terminal } from './terminal.ts'

const NONE: readonly string[] = ['No configuration succeeded.']

/** `trialfan show RUN`: what a run is, how far it has come, and the best that it has found. */
export function showCommand(run: string, surroundings: Surroundings): ExitCode {
  try {
    const folder = runFolder(runsFolder(surroundings), run)
    const { manifest, progress, state } = runOverview(folder, surroundings.clock.now())
    const { study, optimizer, seed, cluster } = manifest
    const statuses = Object.entries(progress.statuses).map(([name, count]) => `${name} ${count}`)
    const facts: readonly (readonly [string, string])[] = [
      ['run', manifest.run],
      ['study', study.file === null ? study.name : `${study.name} (${study.file})`],
      ['state', state],
      ['trials', `${progress.told} of ${trialsOfRun(manifest) ?? 'unlimited'}${statuses.length === 0 ? '' : `: ${statuses.join(', ')}`}`],
      ['optimizer', `${optimizer.description}, seed ${seed}`],
      ['where', cluster.kind === 'embedded' ? 'embedded cluster' : `stack ${cluster.stack} in ${cluster.region ?? 'an unnamed region'}`],
      ['began', `${manifest.created}, with trialfan ${manifest.trialfan}`],
      ['worked', `${formatDuration(progress.usedMs)} in ${progress.sessions} ${progress.sessions === 1 ? 'session' : 'sessions'}`],
      ['folder', folder],
    ]
    const lines = facts.map(([name, fact]) => `${name.padEnd(10)} ${printable(fact)}`)
    if (progress.told > 0)
      lines.push('', ...bestLines(history(folder, manifest.objectives), terminal(surroundings.stdout, surroundings.env).colors))
    surroundings.stdout.write(`${lines.join('\n')}\n`)
    return EXIT_CODE.done
  } catch (error) {
    const { colors } = terminal(surroundings.stderr, surroundings.env)
    surroundings.stderr.write(`${errorLines(error, colors).join('\n')}\n`)
    return EXIT_CODE.wrongUse
  }
}

function history(folder: string, objectives: readonly string[]): RunHistory {
  const trials = new RunHistory({ objectives })
  for (const { info, value } of toldTrials(readJournal(runPaths(folder).journal))) trials.add(info, value)
  return trials
}

function bestLines(trials: RunHistory, colors: Terminal['colors']): readonly string[] {
  if (trials.objectives.length > 1) {
    const front = trials.paretoFront().map(({ configuration, costs }) => ({ configuration, cost: costs }))
    return front.length === 0 ? NONE : frontLines(front, colors)
  }
  const incumbent = trials.incumbent()
  if (incumbent === null) return NONE
  const { configuration, costs, evaluations } = incumbent
  const cost = `${costs.map(formatCost).join('')}${evaluations > 1 ? `, the mean of ${evaluations} evaluations` : ''}`
  const parameters = Object.entries(configuration).map(([name, value]) => [`  ${printable(name)}`, printable(String(value))] as const)
  return [colors.bold('Incumbent'), ...formatPairs([['  cost', cost], ...parameters])]
}
