import { expect, test } from 'vitest'
import { LiveProgress } from '../../../../client/cli/live-progress.ts'
import { PlainProgress } from '../../../../client/cli/plain-progress.ts'
import { progressLines } from '../../../../client/cli/progress-lines.ts'
import type { RunProgress } from '../../../../client/cli/run-progress.ts'
import { terminal } from '../../../../client/cli/terminal.ts'
import type { CostFigures } from '../../../../client/study/cost/cost-figures.ts'
import type { EvaluatedConfiguration } from '../../../../client/study/evaluated-configuration.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { fakeScreen } from './fake-screen.ts'
import { FakeStream } from './fake-stream.ts'

const evaluated = (cost: number, x = 1): EvaluatedConfiguration => ({ configuration: { x, moves: 'both' }, cost, perInstance: [] })

const progress = (finished: number, more: Partial<RunProgress> = {}): RunProgress => ({
  study: 'tsp',
  trials: 100,
  runTimeLimitMs: null,
  workers: '4 workers: the maximum you set',
  incumbent: evaluated(2.5),
  default: evaluated(5),
  figures: {
    elapsedMs: 10_000,
    submitted: finished + 4,
    finished,
    inFlight: 4,
    statuses: { SUCCESS: finished - 1, TIMEOUT: 1 },
    cancelled: 0,
    retried: 0,
    coldStarts: 4,
    runtimeMs: 1,
    cpuTimeMs: 1,
    meanWorkers: 4,
    utilisation: 0.934,
    lastFailure: null,
    cost: null,
  },
  ...more,
})

const cost: CostFigures = {
  usd: 0.0123,
  isCharged: false,
  usdBy: { compute: 0.011, requests: 0.0002, queue: 0.0009, objects: 0.0002 },
  used: { gbSeconds: 825, requests: 1_000, queueRequests: 2_250, objectReads: 500, objectWrites: 0 },
  estimatedAttempts: 0,
  freeTier: { share: 0.00225, usdBeyond: 0 },
  capUsd: null,
  architecture: 'arm64',
  prices: { region: 'us-east-1', asOf: '2026-06' },
}

test('the cost is shown while the run goes on, in both displays', () => {
  const figures = { ...progress(25).figures, cost: { ...cost, isCharged: true, capUsd: 0.5 } }
  expect(progressLines(progress(25, { figures }), terminal(new FakeStream(), {}).colors).at(-1)).toBe(
    'cost       $0.0123, of $0.50 at most',
  )
  const stream = new FakeStream()
  const display = new PlainProgress(stream, new VirtualClock())
  display.start(() => progress(25, { figures: { ...figures, cost } }))
  display.stop()
  expect(stream.lines.at(-1)).toMatch(/, SUCCESS 24, TIMEOUT 1; \$0 here; about \$0\.0123 on AWS$/)
})

test('the live block tells trials, workers, incumbent, time and statuses', async () => {
  const clock = new VirtualClock()
  const stream = new FakeStream({ isTTY: true, columns: 100 })
  const display = new LiveProgress(terminal(stream, { NO_COLOR: '1' }), clock)
  display.step('starting the workers')
  expect(fakeScreen(stream.text, 100).rows).toEqual(['starting the workers …', ''])
  let finished = 25
  display.start(() => progress(finished))
  expect(fakeScreen(stream.text, 100).rows).toEqual([
    'tsp  ███████░░░░░░░░░░░░░░░░░░░░░  25/100 trials',
    'running    4, 93 % busy; 4 workers: the maximum you set',
    'incumbent  2.5 (default 5)  x 1, moves both',
    'elapsed    10.0 s, about 30.0 s left  SUCCESS 24, TIMEOUT 1',
    '',
  ])
  finished = 50
  await clock.advance(100)
  expect(fakeScreen(stream.text, 100).rows[0]).toContain('50/100 trials')
  display.stop()
  expect(fakeScreen(stream.text, 100)).toMatchObject({ rows: [''], cursorIsShown: true, wraps: true })
  const { text } = stream
  await clock.advance(1_000)
  display.stop()
  expect(stream.text).toBe(text)
  expect(stream.listeners).toBe(0)
})

test('it is painted ten times a second, and when the terminal is resized', async () => {
  const clock = new VirtualClock()
  const stream = new FakeStream({ isTTY: true })
  const display = new LiveProgress(terminal(stream, {}), clock)
  let paints = 0
  display.start(() => {
    paints++
    return progress(25)
  })
  await clock.advance(1_000)
  expect(paints).toBe(11)
  stream.resize(40)
  expect(paints).toBe(12)
  display.stop()
})

test('a notice stays above the block', () => {
  const stream = new FakeStream({ isTTY: true })
  const display = new LiveProgress(terminal(stream, { NO_COLOR: '1' }), new VirtualClock())
  display.start(() => progress(25))
  display.notice('the limit could not be read\u001b[2J')
  expect(fakeScreen(stream.text, 80).rows.slice(0, 2)).toEqual(['the limit could not be read', expect.stringContaining('25/100')])
  display.stop()
  expect(fakeScreen(stream.text, 80).rows).toEqual(['the limit could not be read', ''])
})

test('a run without a number of trials shows how much of its time is over', () => {
  const stream = new FakeStream({ isTTY: true })
  const display = new LiveProgress(terminal(stream, { NO_COLOR: '1' }), new VirtualClock())
  display.start(() => progress(25, { trials: Number.POSITIVE_INFINITY, runTimeLimitMs: 20_000, incumbent: null, default: null }))
  const { rows } = fakeScreen(stream.text, 80)
  expect(rows[0]).toBe('tsp  ██████████████░░░░░░░░░░░░░░  25 trials')
  expect(rows[2]).toBe('incumbent  none yet')
  expect(rows[3]).toContain('about 10.0 s left')
  display.stop()
})

test('elsewhere there is a line every five seconds and one soon after a new incumbent', async () => {
  const clock = new VirtualClock()
  const stream = new FakeStream()
  const display = new PlainProgress(stream, clock)
  display.step('starting the workers')
  display.start(() => progress(25))
  await clock.advance(9_000)
  expect(stream.lines).toEqual([
    'starting the workers',
    'tsp: running 100 trials on 4 workers: the maximum you set',
    '10.0 s: 25/100 trials, 4 running, incumbent 2.5, SUCCESS 24, TIMEOUT 1',
  ])
  display.incumbent()
  display.incumbent()
  await clock.advance(600)
  expect(stream.lines).toHaveLength(4)
  display.stop()
  expect(stream.lines).toHaveLength(5)
  await clock.advance(60_000)
  expect(stream.lines).toHaveLength(5)
  expect(stream.text).not.toContain('\u001b')
})

test('colours follow NO_COLOR, FORCE_COLOR and the terminal', () => {
  const supported = (isTTY: boolean, env: Record<string, string>): boolean =>
    terminal(new FakeStream({ isTTY }), env).colors.isColorSupported
  expect(supported(true, {})).toBe(true)
  expect(supported(false, {})).toBe(false)
  expect(supported(true, { NO_COLOR: '1' })).toBe(false)
  expect(supported(false, { FORCE_COLOR: '1' })).toBe(true)
  expect(supported(true, { TERM: 'dumb' })).toBe(false)
  expect(terminal(new FakeStream({ isTTY: true }), { TERM: 'dumb' }).isLive).toBe(false)
})
