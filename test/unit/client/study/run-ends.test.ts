import { describe, expect, test } from 'vitest'
import { NoWorkersError, RunnerClosedError } from '../../../../client/runner/errors.ts'
import { categorical, defineSpace } from '../../../../client/space/index.ts'
import type { Callback } from '../../../../client/study/callback.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import type { TrialCourse } from '../../../support/in-memory-runner.ts'
import { crash, setUp, success } from './random-search-run.ts'

describe('a run ends', () => {
  test('when its time is over: in-flight trials are cancelled and tell nothing', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { runTimeLimitMs: 1_050, trials: 1_000 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason).toMatchObject({ kind: 'run-time', sentence: "the run's time limit of 1050 ms is over" })
    expect(runner.inFlight).toHaveLength(0)
    expect(optimizer.summary.figures).toMatchObject({ finished: 40, cancelled: 4, elapsedMs: 1_050, statuses: { SUCCESS: 40 } })
    expect(optimizer.history.length).toBe(40)
    expect(runner.deadline).toBe(Number.POSITIVE_INFINITY)
  })

  test('when the trials have used their CPU time', async () => {
    const { clock, optimizer } = setUp({ scenario: { cpuTimeLimitMs: 1_000 }, runner: { workers: 1 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason).toMatchObject({ kind: 'cpu-time', usedMs: 1_000 })
    expect(optimizer.history.length).toBe(10)
  })

  test('when the incumbent reaches the cost threshold', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { terminationCostThreshold: 1, trials: 1_000 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason?.kind).toBe('cost-threshold')
    expect(optimizer.incumbentCost).toBeLessThanOrEqual(1)
    expect(runner.inFlight).toHaveLength(0)
  })

  test('when a callback answers false', async () => {
    const stopAt20: Callback = { onTellEnd: ({ history }) => history.length < 20 }
    const { clock, optimizer } = setUp({ scenario: { trials: 25 }, runner: { workers: 1 }, options: { callbacks: [stopAt20] } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason).toMatchObject({ kind: 'callback', point: 'onTellEnd' })
    expect(optimizer.history.length).toBe(20)
  })

  test('when a finite space is used up', async () => {
    const small = defineSpace({ a: categorical(['p', 'q', 'r']), b: categorical([0, 1]) })
    const { clock, optimizer } = setUp({ scenario: { space: small, trials: 100 }, runner: { course: () => ({ value: {}, afterMs: 5 }) } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason?.sentence).toBe('all 6 configurations of the space were run')
    expect(optimizer.history.length).toBe(6)
    expect(optimizer.ask(3)).toEqual([])
  })

  test('when its first trials all crash, with what they said; not when the first one succeeded', async () => {
    const { clock, optimizer } = setUp({ scenario: { stopAfterFirstCrashes: 5 }, runner: { workers: 1, course: crash } })
    expect(await clock.runUntil(optimizer.optimize())).toBeNull()
    expect(optimizer.history.length).toBe(5)
    expect(optimizer.stopReason?.sentence).toBe('the first 5 trials all crashed (stopAfterFirstCrashes); the last one said: boom')

    const course = (info: TrialInfo): TrialCourse => (info.configuration.x === 4 ? success(info) : crash())
    const other = setUp({ scenario: { stopAfterFirstCrashes: 5 }, runner: { workers: 1, course } })
    expect(await other.clock.runUntil(other.optimizer.optimize())).toEqual({ x: 4 })
    expect(other.optimizer.history.length).toBe(20)
    expect(other.optimizer.summary.figures.statuses).toEqual({ SUCCESS: 1, CRASHED: 19 })
  })

  test('when there is no worker for the time of patience: what was found is kept', async () => {
    const { clock, runner, optimizer } = setUp()
    const done = optimizer.optimize()
    await clock.advance(110)
    runner.setWorkers(0)
    await expect(clock.runUntil(done)).rejects.toBeInstanceOf(NoWorkersError)
    expect(optimizer.stopReason).toMatchObject({ kind: 'no-workers', sentence: expect.stringContaining('no worker for 5 s') })
    expect(optimizer.history.length).toBe(8)
  })

  test('no worker for a moment is no error', async () => {
    const { clock, runner, optimizer } = setUp({ runner: { workers: 0 } })
    const done = optimizer.optimize()
    await clock.advance(2_000)
    runner.setWorkers(3)
    await clock.runUntil(done)
    expect(optimizer.history.length).toBe(20)
  })

  test('when the runner fails, a callback throws, or the data cannot be had: with that error', async () => {
    const closed = setUp()
    await closed.runner.close()
    await expect(closed.clock.runUntil(closed.optimizer.optimize())).rejects.toBeInstanceOf(RunnerClosedError)
    expect(closed.optimizer.stopReason?.kind).toBe('failed')

    const broken: Callback = {
      onTellEnd: () => {
        throw new RangeError('in a callback')
      },
    }
    const throwing = setUp({ options: { callbacks: [broken] } })
    await expect(throwing.clock.runUntil(throwing.optimizer.optimize())).rejects.toThrow('in a callback')
    expect(throwing.runner.inFlight).toHaveLength(0)

    const { clock, optimizer } = setUp()
    const data = (): never => {
      throw new Error('no such table')
    }
    await expect(clock.runUntil(optimizer.optimize({ data }))).rejects.toThrow('study "study": data: the function threw: no such table')
    expect(optimizer.stopReason?.kind).toBe('failed')
  })

  test('when a callback throws before the first trial: with that error as its reason', async () => {
    const ends: (string | undefined)[] = []
    const broken: Callback = {
      onStart: () => {
        throw new RangeError('at the start')
      },
      onEnd: ({ stopReason }) => void ends.push(stopReason?.kind),
    }
    const { clock, optimizer } = setUp({ options: { callbacks: [broken] } })
    await expect(clock.runUntil(optimizer.optimize())).rejects.toThrow('at the start')
    expect(optimizer.stopReason).toMatchObject({ kind: 'failed', sentence: 'at the start' })
    expect(ends).toEqual(['failed'])
  })

  test('when a runner forgets the trials it accepted', async () => {
    const { clock, runner, optimizer } = setUp({ runner: { course: () => ({ value: {}, afterMs: null }) } })
    runner.isRunning = () => false
    runner.wait = async () => {}
    await expect(clock.runUntil(optimizer.optimize())).rejects.toThrow('the runner is idle, yet 4 trials that it accepted have no result')
  })
})
