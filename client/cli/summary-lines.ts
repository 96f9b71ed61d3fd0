import type { CostFigures } from '../study/cost/cost-figures.ts'
import type { EvaluatedConfiguration } from '../study/evaluated-configuration.ts'
import type { RunFigures, TrialFailure } from '../study/run-statistics.ts'
import type { StudySummary } from '../study/study-summary.ts'
import { costDetails, costLine } from './cost-lines.ts'
import { formatCost } from './format-cost.ts'
import { formatDuration } from './format-duration.ts'
import { formatPairs } from './format-pairs.ts'
import { formatTable } from './format-table.ts'
import { frontLines } from './front-lines.ts'
import { printable } from './printable.ts'
import { statusCounts } from './status-counts.ts'
import type { Terminal } from './terminal.ts'

const MOST_TRACEBACK_LINES = 4
/** Trialfan's own part of a traceback. */
const WORKER_FRAME = /\/thread\.m?[jt]s:/

/** What a run came to, for a person. */
export function summaryLines(study: string, summary: StudySummary, colors: Terminal['colors']): string[] {
  const { incumbent, default: initial, front, figures, stopReason } = summary
  const title = `${colors.bold(printable(study))}: ${stopReason === null ? 'not run' : printable(stopReason.sentence)}`
  const lines = [title, '']
  if (incumbent === null) lines.push('No configuration succeeded on all of its instances.')
  else lines.push(...incumbentLines(incumbent, initial, colors))
  if (front.length > 1) lines.push('', ...frontLines(front, colors))
  if (summary.perInstance.length > 1) lines.push('', ...instanceLines(summary, colors))
  const { elapsedMs, finished, runtimeMs, cpuTimeMs } = figures
  const counts = statusCounts(figures)
  lines.push(
    '',
    ...formatPairs([
      ['trials', counts === '' ? '0' : counts],
      [
        'time',
        `${formatDuration(elapsedMs)} for ${finished} trials, which took ${formatDuration(runtimeMs)} (CPU ${formatDuration(cpuTimeMs)})`,
      ],
      ...workerPairs(figures),
      ...costPairs(figures.cost),
    ]),
  )
  if (figures.lastFailure !== null) lines.push('', ...failureLines(figures.lastFailure, colors))
  return lines
}

/** Nothing where a run was opened again and had no trial left to run. */
function workerPairs({ meanWorkers, utilisation, coldStarts }: RunFigures): (readonly [string, string])[] {
  if (meanWorkers === 0) return []
  const count = (workers: number): string => formatCost(Math.round(workers * 10) / 10)
  const starts = `${coldStarts} cold ${coldStarts === 1 ? 'start' : 'starts'}`
  const share = (utilisation * 100).toFixed(1)
  return [['workers', `${count(meanWorkers * utilisation)} at work on average of ${count(meanWorkers)} (${share} %), ${starts}`]]
}

function costPairs(cost: CostFigures | null): (readonly [string, string])[] {
  return cost === null ? [] : [['cost', costLine(cost)], ...costDetails(cost).map((line) => ['', line] as const)]
}

/** Why the last trial failed that did: with the user's file and line, where there is one. */
function failureLines({ status, error, traceback }: TrialFailure, colors: Terminal['colors']): string[] {
  const frames = (traceback ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !WORKER_FRAME.test(line))
  const shown = frames.slice(0, MOST_TRACEBACK_LINES).map((frame) => colors.dim(`  ${printable(frame.trim())}`))
  return [`${colors.bold('Last failure')} (${status}): ${printable(error)}`, ...shown]
}

function incumbentLines(incumbent: EvaluatedConfiguration, initial: EvaluatedConfiguration | null, colors: Terminal['colors']): string[] {
  const parameters = Object.entries(incumbent.configuration).map(
    ([name, value]) => [`  ${printable(name)}`, printable(String(value))] as const,
  )
  return [
    colors.bold('Incumbent'),
    ...formatPairs([['  cost', `${colors.green(formatCost(incumbent.cost))}${comparison(incumbent, initial)}`], ...parameters]),
  ]
}

/** ` (default configuration 5.2: 38.1 % lower)` */
function comparison(incumbent: EvaluatedConfiguration, initial: EvaluatedConfiguration | null): string {
  if (initial === null) return ''
  if (initial.configuration === incumbent.configuration) return ' (the default configuration)'
  const { cost } = initial
  if (cost === Number.POSITIVE_INFINITY) return ' (the default configuration failed)'
  const isComparable = typeof cost === 'number' && typeof incumbent.cost === 'number' && Number.isFinite(cost) && cost > 0
  const share = isComparable ? `: ${(((cost - Number(incumbent.cost)) / cost) * 100).toFixed(1)} % lower` : ''
  return ` (default configuration ${formatCost(cost)}${share})`
}

function instanceLines({ perInstance }: StudySummary, colors: Terminal['colors']): string[] {
  const cell = (value: { readonly meanCost: number | readonly number[] } | null): string =>
    value === null ? '-' : formatCost(value.meanCost)
  const rows = perInstance.map(({ instance, incumbent, default: initial }) => [
    `  ${printable(instance ?? '')}`,
    cell(incumbent),
    cell(initial),
  ])
  return [colors.bold('Cost per instance'), ...formatTable([['  ', 'incumbent', 'default'], ...rows])]
}
