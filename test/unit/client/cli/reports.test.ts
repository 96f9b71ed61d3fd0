import { expect, test } from 'vitest'
import { JsonReport } from '../../../../client/cli/json-report.ts'
import { terminal } from '../../../../client/cli/terminal.ts'
import { TextReport } from '../../../../client/cli/text-report.ts'
import { defineSpace, float } from '../../../../client/space/index.ts'
import type { CostFigures } from '../../../../client/study/cost/cost-figures.ts'
import type { EvaluatedConfiguration } from '../../../../client/study/evaluated-configuration.ts'
import type { RunFigures } from '../../../../client/study/run-statistics.ts'
import { defineScenario } from '../../../../client/study/scenario.ts'
import { stopReason } from '../../../../client/study/stop-reason.ts'
import type { StudySummary } from '../../../../client/study/study-summary.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialValue } from '../../../../contract/trial.ts'
import { FakeStream } from './fake-stream.ts'

const value = (cost: number): TrialValue => ({
  status: Number.isFinite(cost) ? StatusType.SUCCESS : StatusType.CRASHED,
  cost,
  runtimeMs: 12,
  cpuTimeMs: 10,
  startedAt: 1_000,
  endedAt: 1_012,
  additionalInfo: { length: 5 },
  worker: null,
  attempt: 1,
})

const evaluated = (x: number, a: number, b: number): EvaluatedConfiguration => ({
  configuration: { x },
  cost: (a + b) / 2,
  perInstance: [
    { instance: 'a', cost: a, value: value(a) },
    { instance: 'b', cost: b, value: value(b) },
  ],
})

/** Its latest trial was better than the mean, which is what is reported. */
const onInstance = (meanCost: number) => ({ ...value(meanCost / 2), meanCost })

const figures: RunFigures = {
  elapsedMs: 4_000,
  submitted: 9,
  finished: 8,
  inFlight: 0,
  statuses: { SUCCESS: 7, CRASHED: 1 },
  cancelled: 1,
  retried: 0,
  coldStarts: 1,
  runtimeMs: 7_000,
  cpuTimeMs: 6_000,
  meanWorkers: 2,
  utilisation: 0.875,
  lastFailure: {
    status: 'CRASHED',
    error: 'no\u001b[31m luck',
    traceback: 'Error: no luck\n    at target (/home/me/target.ts:3:9)\n    at f (file:///x/thread.mjs:1:2)',
  },
  cost: null,
}

const summary: StudySummary = {
  incumbent: evaluated(0.25, 1, 3),
  default: evaluated(0.5, 4, 4),
  front: [evaluated(0.25, 1, 3)],
  perInstance: [
    { instance: 'a', incumbent: onInstance(1), default: onInstance(4) },
    { instance: 'b', incumbent: onInstance(3), default: onInstance(4) },
  ],
  figures,
  stopReason: stopReason({ kind: 'trials', trials: 8 }),
}

const scenario = defineScenario({ space: defineSpace({ x: float(0, 1) }), name: 'tsp', instances: ['a', 'b'], trials: 8 })

test('the text report tells the incumbent beside the default, each instance, the figures, the last failure and the study’s own lines', () => {
  const stream = new FakeStream()
  const report = new TextReport(terminal(stream, {}))
  report.start(scenario)
  report.end(summary, ['gap 3 %'])
  expect(stream.lines).toEqual([
    'tsp: all 8 trials were run',
    '',
    'Incumbent',
    '  cost  2 (default configuration 4: 50.0 % lower)',
    '  x     0.25',
    '',
    'Cost per instance',
    '     incumbent  default',
    '  a          1        4',
    '  b          3        4',
    '',
    'trials   SUCCESS 7, CRASHED 1, cancelled 1',
    'time     4.0 s for 8 trials, which took 7.0 s (CPU 6.0 s)',
    'workers  1.8 at work on average of 2 (87.5 %), 1 cold start',
    '',
    'Last failure (CRASHED): no luck',
    '  at target (/home/me/target.ts:3:9)',
    '',
    'gap 3 %',
  ])
})

const cost: CostFigures = {
  usd: 0.0123,
  isCharged: false,
  usdBy: { compute: 0.011, requests: 0.0002, queue: 0.0009, objects: 0.0002 },
  used: { gbSeconds: 825.04, requests: 1_000, queueRequests: 2_250, objectReads: 500, objectWrites: 0 },
  estimatedAttempts: 0,
  freeTier: { share: 0.00225, usdBeyond: 0 },
  capUsd: null,
  architecture: 'arm64',
  prices: { region: 'us-east-1', asOf: '2026-06' },
}

test('the cost is told with its parts, the free tier, the prices, and what is estimated', () => {
  const stream = new FakeStream()
  const report = new TextReport(terminal(stream, {}))
  report.start(scenario)
  report.end({ ...summary, figures: { ...figures, cost } }, [])
  const at = stream.lines.findIndex((line) => line.startsWith('cost     '))
  expect(stream.lines.slice(at, at + 3)).toEqual([
    'cost     $0 here; about $0.0123 on AWS',
    '         Lambda $0.0112 (825 GB-s), SQS $0.0009, S3 $0.0002',
    "         0.2 % of a month's free tier; arm64 in us-east-1, prices of 2026-06",
  ])
  const dear = { ...cost, estimatedAttempts: 2, freeTier: { share: 1.5, usdBeyond: 3.2 } }
  report.end({ ...summary, figures: { ...figures, cost: dear } }, [])
  expect(stream.text).toContain("more than a month's free tier: $3.20 beyond it")
  expect(stream.text).toContain('2 attempts estimated, which told nothing')
})

test('the JSON report has the usage of each trial and the cost of the run', () => {
  const stream = new FakeStream()
  const report = new JsonReport(stream)
  const usage = { requests: 1, gbSeconds: 0.5, queueSends: 1, objectReads: 0, objectWrites: 0, estimatedAttempts: 0 }
  report.trial({ configuration: { x: 0.5 } }, { ...value(1), usage })
  const capped = stopReason({ kind: 'max-cost', capUsd: 0.5, spentUsd: 0.49, trialUsd: 0.02, isCharged: true })
  report.end({ ...summary, figures: { ...figures, cost }, stopReason: capped }, [])
  const [trial, end] = stream.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(trial).toMatchObject({ usage })
  expect(end).toMatchObject({ figures: { cost }, stopReason: { kind: 'max-cost', capUsd: 0.5, spentUsd: 0.49 } })
})

test('a run in which nothing succeeded says so', () => {
  const stream = new FakeStream()
  const report = new TextReport(terminal(stream, {}))
  report.start(scenario)
  report.end({ ...summary, incumbent: null, front: [] }, [])
  expect(stream.text).toContain('No configuration succeeded on all of its instances.')
})

test('a Pareto front is listed, its first points when it is long', () => {
  const stream = new FakeStream()
  const report = new TextReport(terminal(stream, {}))
  report.start(scenario)
  const front = Array.from({ length: 25 }, (_, x) => ({ ...evaluated(x, 0, 0), cost: [x, 25 - x] }))
  report.end({ ...summary, front }, [])
  expect(stream.lines).toContain('Pareto front, 25 configurations')
  expect(stream.lines).toContain('  [3, 22]  x 3')
  expect(stream.lines).toContain('  and 5 more')
})

test('the JSON report is one object a line, with null for an infinite cost', () => {
  const stream = new FakeStream()
  const report = new JsonReport(stream)
  report.start(scenario, '2 workers: the maximum you set', 'a-run')
  report.trial({ configuration: { x: 0.5 }, instance: 'a', seed: 3 }, value(Number.POSITIVE_INFINITY))
  report.incumbent(evaluated(0.25, 1, 3))
  report.end(summary, ['gap 3 %'])
  const events = stream.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(events.map(({ event }) => event)).toEqual(['start', 'trial', 'incumbent', 'end'])
  expect(events[0]).toMatchObject({ study: 'tsp', trials: 8, instances: ['a', 'b'], workers: '2 workers: the maximum you set' })
  expect(events[1]).toMatchObject({ trial: 1, status: 'CRASHED', cost: null, instance: 'a', seed: 3, budget: null, runtimeMs: 12 })
  expect(events[2]).toMatchObject({ trial: 1, configuration: { x: 0.25 }, cost: 2 })
  expect(events[3]).toMatchObject({
    stopReason: { kind: 'trials', sentence: 'all 8 trials were run' },
    incumbent: { configuration: { x: 0.25 }, cost: 2, perInstance: [{ instance: 'a', cost: 1, status: 'SUCCESS' }, { instance: 'b' }] },
    default: { cost: 4 },
    figures: { finished: 8, utilisation: 0.875 },
    summary: ['gap 3 %'],
  })
})
