import { expect, test } from 'vitest'
import { comparisonTable } from '../../../bench/comparison-table.ts'
import { SystemReport } from '../../../bench/system-report.ts'
import { TABLE_ROWS } from '../../../bench/table-row.ts'

function table(ours: object[], smac: object[], bare: object[]): string[] {
  const report = (title: string, samples: object[]) => {
    const system = new SystemReport(title)
    for (const sample of samples) system.add(sample as Record<string, unknown>)
    return system
  }
  const systems = { trialfan: report('trialfan', ours), smacDask: report('SMAC + Dask', smac), bareDask: report('bare Dask', bare) }
  return comparisonTable(TABLE_ROWS, systems)
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, ' | '))
}

test('throughput: medians with spread, how many times better, and each goal by itself', () => {
  const lines = table(
    [{ trialsPerSecond: 400 }, { trialsPerSecond: 480 }, { trialsPerSecond: 440 }],
    [{ trialsPerSecond: 30 }],
    [{ trialsPerSecond: 400 }],
  )
  expect(lines.slice(2)).toEqual([
    'no-op trials/s | 440 (400–480) | 30.0 | 400 | 14.7 × / 1.10 × | ≥ 500 | no',
    ' | ≥ 12 × SMAC + Dask | yes',
    " | ≥ 1.2 × bare Dask's map | no",
  ])
})

test('where less is better the ratio turns round', () => {
  const lines = table([{ roundTripMs: 5 }], [{ roundTripMs: 26 }], [{ roundTripMs: 11 }])
  expect(lines[2]).toBe('round trip, ms, median | 5.00 | 26.0 | 11.0 | 5.20 × / 2.20 × | ≤ 6 | yes')
})

test('a side that was not measured is a dash, and a goal that needs it says so', () => {
  const lines = table([{ trialsPerSecond: 600 }], [], [])
  expect(lines.slice(2)).toEqual([
    'no-op trials/s | 600 | – | – | – | ≥ 500 | yes',
    ' | ≥ 12 × SMAC + Dask | not measured',
    " | ≥ 1.2 × bare Dask's map | not measured",
  ])
})

test('rows that nobody measured are left out', () => {
  expect(table([], [], [])).toHaveLength(2)
})
