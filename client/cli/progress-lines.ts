import { costLine } from './cost-lines.ts'
import { formatConfiguration } from './format-configuration.ts'
import { formatCost } from './format-cost.ts'
import { formatDuration } from './format-duration.ts'
import { printable } from './printable.ts'
import type { RunProgress } from './run-progress.ts'
import { statusCounts } from './status-counts.ts'
import type { Terminal } from './terminal.ts'

const BAR_WIDTH = 28

/** The live block: a bar, the workers, the incumbent, the figures. Lines are longer than a narrow terminal: it cuts them. */
export function progressLines(progress: RunProgress, colors: Terminal['colors']): string[] {
  const { study, figures, trials, workers, incumbent, default: initial } = progress
  const share = shareDone(progress)
  const filled = Math.round(share * BAR_WIDTH)
  const bar = `${colors.green('█'.repeat(filled))}${colors.dim('░'.repeat(BAR_WIDTH - filled))}`
  const count = Number.isFinite(trials) ? `${figures.finished}/${trials} trials` : `${figures.finished} trials`
  const left = share > 0 && share < 1 ? `, about ${formatDuration((figures.elapsedMs / share) * (1 - share))} left` : ''
  const cost =
    incumbent === null
      ? colors.dim('none yet')
      : `${colors.bold(formatCost(incumbent.cost))}${initial === null ? '' : colors.dim(` (default ${formatCost(initial.cost)})`)}`
  const best = incumbent === null ? '' : `  ${colors.dim(formatConfiguration(incumbent.configuration))}`
  return [
    `${colors.bold(printable(study))}  ${bar}  ${count}`,
    `running    ${figures.inFlight}, ${Math.round(figures.utilisation * 100)} % busy; ${printable(workers)}`,
    `incumbent  ${cost}${best}`,
    `elapsed    ${formatDuration(figures.elapsedMs)}${left}  ${statusCounts(figures)}`,
    ...(figures.cost === null ? [] : [`cost       ${costLine(figures.cost)}`]),
  ]
}

function shareDone({ trials, figures, runTimeLimitMs }: RunProgress): number {
  const byTrials = Number.isFinite(trials) ? figures.finished / trials : 0
  const byTime = runTimeLimitMs === null ? 0 : figures.elapsedMs / runTimeLimitMs
  return Math.min(1, Math.max(byTrials, byTime))
}
