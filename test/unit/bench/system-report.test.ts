import { expect, test } from 'vitest'
import { SystemReport } from '../../../bench/system-report.ts'

test('figures come out as medians under their names, with the spread and every value beside them', () => {
  const report = new SystemReport('trialfan')
  for (const trialsPerSecond of [500, 700, 600]) report.add({ trialsPerSecond, 'scatter.uploadMs': 900 })
  const json = JSON.parse(JSON.stringify(report))
  expect(json).toMatchObject({
    trialsPerSecond: 600,
    scatter: { uploadMs: 900, firstTrialMs: null, steadyMs: null },
    spread: { trialsPerSecond: [500, 700] },
    repeats: { trialsPerSecond: [500, 700, 600] },
  })
})

test('what was not measured is null, with the first reason given', () => {
  const report = new SystemReport('bare Dask')
  report.lacks(['thousandAcceptedMs'], 'it makes no such calls')
  report.lacks(['thousandAcceptedMs', 'startMs'], 'left out')
  const json = JSON.parse(JSON.stringify(report))
  expect(json).toMatchObject({
    thousandAcceptedMs: null,
    startMs: null,
    roundTripMs: null,
    missing: { thousandAcceptedMs: 'it makes no such calls', startMs: 'left out', roundTripMs: 'not measured' },
  })
})

test('a reason gives way to a figure', () => {
  const report = new SystemReport('bare Dask')
  report.lacks(['startMs'], 'the first repeat failed')
  report.add({ startMs: 12 })
  expect(JSON.parse(JSON.stringify(report)).missing).not.toHaveProperty('startMs')
})

test.each([{ trialPerSecond: 1 }, { startMs: Number.NaN }, { startMs: '12' }])('%j is refused', (figures) => {
  expect(() => new SystemReport('trialfan').add(figures)).toThrow(/trialfan: expected a known figure and a finite number, got/)
})
