import type { Systems } from './goal.ts'
import type { Spread } from './spread-of.ts'
import type { TableRow } from './table-row.ts'

const NONE = '–'

/** The figures side by side, as lines of text: medians, with the least and the most of several repeats. */
export function comparisonTable(rows: readonly TableRow[], systems: Systems): string {
  const { trialfan, smacDask, bareDask } = systems
  const cells = [['', trialfan.title, smacDask.title, bareDask.title, 'ratio to each', 'goal', 'reached']]
  for (const row of rows) {
    const all = [trialfan, smacDask, bareDask].map((system) => system.spread(row.figure))
    if (all.every((spread) => spread === null)) continue
    const [ours, ...peers] = all
    const ratios = peers.map((peer) => ratio(ours ?? null, peer, row.better))
    const [first, ...further] = row.goals.map((goal) => [goal.text, said(goal.isReached(systems))])
    cells.push([row.label, ...all.map(shown), ratios.every((text) => text === NONE) ? NONE : ratios.join(' / '), ...(first ?? [NONE, ''])])
    for (const goal of further) cells.push(['', '', '', '', '', ...goal])
  }
  return aligned(cells)
}

function shown(spread: Spread | null): string {
  if (spread === null) return NONE
  const { median, least, most } = spread
  return least === most ? digits(median) : `${digits(median)} (${digits(least)}–${digits(most)})`
}

/** Three digits are what such a figure can say. */
function digits(value: number): string {
  if (value === 0) return '0'
  return value.toFixed(Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(Math.abs(value))))))
}

/** How many times better ours is. */
function ratio(ours: Spread | null, theirs: Spread | null, better: TableRow['better']): string {
  if (ours === null || theirs === null) return NONE
  const factor = better === 'more' ? ours.median / theirs.median : theirs.median / ours.median
  return Number.isFinite(factor) ? `${digits(factor)} ×` : NONE
}

function said(isReached: boolean | null): string {
  if (isReached === null) return 'not measured'
  return isReached ? 'yes' : 'no'
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => (row[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd()
  const [head = [], ...body] = rows
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}
