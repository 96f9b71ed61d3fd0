import { expect, test } from 'vitest'
import { RunStatistics } from '../../../../client/study/run-statistics.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../../../contract/trial.ts'

const info = (x: number): TrialInfo => ({ configuration: { x } })
const value = (runtimeMs: number, more: Partial<TrialValue> = {}): TrialValue => ({
  status: StatusType.SUCCESS,
  cost: 1,
  runtimeMs,
  cpuTimeMs: runtimeMs / 2,
  startedAt: 0,
  endedAt: runtimeMs,
  additionalInfo: {},
  worker: null,
  attempt: 1,
  ...more,
})

test('utilisation is the time inside the target over workers times wall time', () => {
  const statistics = new RunStatistics(1_000)
  const [a, b] = [info(1), info(2)]
  statistics.workers(2, 1_000)
  statistics.submitted(a, 1_000)
  statistics.submitted(b, 1_000)
  expect(statistics.figures(1_500)).toMatchObject({ elapsedMs: 500, inFlight: 2, utilisation: 1, meanWorkers: 2 })
  statistics.finished(a, value(400))
  statistics.finished(b, value(200, { status: StatusType.TIMEOUT, attempt: 2 }))
  expect(statistics.figures(2_000)).toMatchObject({
    elapsedMs: 1_000,
    submitted: 2,
    finished: 2,
    inFlight: 0,
    statuses: { SUCCESS: 1, TIMEOUT: 1 },
    retried: 1,
    runtimeMs: 600,
    cpuTimeMs: 300,
    utilisation: 600 / 2_000,
  })
})

test('a changing number of workers is weighted by its time', () => {
  const statistics = new RunStatistics(0)
  statistics.workers(2, 0)
  statistics.workers(8, 500)
  statistics.workers(0, 750)
  expect(statistics.figures(1_000).meanWorkers).toBeCloseTo((2 * 500 + 8 * 250) / 1_000)
})

test('trials that the end of the run cut off are counted apart, their workers as busy', () => {
  const statistics = new RunStatistics(0)
  const [a, b, c] = [info(1), info(2), info(3)]
  statistics.workers(3, 0)
  for (const trial of [a, b, c]) statistics.submitted(trial, 0)
  statistics.refused(c)
  statistics.cancelled(a, null, 100)
  statistics.abandon(200)
  expect(statistics.figures(200)).toMatchObject({
    submitted: 2,
    finished: 0,
    cancelled: 2,
    inFlight: 0,
    statuses: {},
    utilisation: 300 / 600,
  })
})

test('a run that has not begun has figures too', () => {
  expect(new RunStatistics(5).figures(5)).toMatchObject({ elapsedMs: 0, utilisation: 0, meanWorkers: 0, finished: 0 })
})
