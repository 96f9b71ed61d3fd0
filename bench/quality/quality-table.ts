import type { PeerFigure } from './peer-figures.ts'
import type { QualityOutcome, QualityRun } from './quality-run.ts'
import { type Quartiles, quartiles } from './quartiles.ts'

export type FinishedRun = QualityRun & QualityOutcome

const HEAD = ['function', 'trials', 'workers', 'optimizer', 'seeds', 'final', 'area', 'ask (ms)']
const digits = (value: number): string => (value === 0 ? '0' : Number(value).toPrecision(4))
const shown = ({ median, lower, upper }: Quartiles): string => `${digits(median)} [${digits(lower)}, ${digits(upper)}]`

/** Ours first of each function and number of workers, then the peers'. */
export function qualityTable(runs: readonly FinishedRun[], peers: readonly PeerFigure[]): string {
  const rows: string[][] = [HEAD]
  const groups = Map.groupBy(runs, ({ function: name, workers, facade }) => JSON.stringify([name, workers, facade]))
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const ask = quartiles(group.map(({ askMs }) => askMs)).median.toFixed(1)
    const trials = String(quartiles(group.map((run) => run.trials)).median)
    const [final, area] = [quartiles(group.map((run) => run.final)), quartiles(group.map((run) => run.area))]
    rows.push([
      first.function,
      trials,
      String(first.workers),
      `trialfan ${first.facade}`,
      String(group.length),
      shown(final),
      shown(area),
      ask,
    ])
    for (const peer of peers) {
      if (peer.function !== first.function || peer.workers !== first.workers || peer.budget === '1000 trials') continue
      rows.push(['', peer.budget, String(peer.workers), peer.optimizer, String(peer.seeds), said(peer.final), said(peer.area), ''])
    }
  }
  return aligned(rows)
}

const said = ([median, lower, upper]: PeerFigure['final']): string => shown({ median, lower, upper })

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`)
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}
