import { describe, expect, test } from 'vitest'
import type { Callback } from '../../../../client/study/callback.ts'
import { RandomSearch } from '../../../../client/study/random-search.ts'
import { defineScenario } from '../../../../client/study/scenario.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import type { TrialCourse } from '../../../support/in-memory-runner.ts'
import { interrupted, type Setting, setUp, space } from './random-search-run.ts'

describe('an interrupted run', () => {
  test('does not wait for data that do not come', async () => {
    const { clock, runner, optimizer } = setUp()
    const controller = new AbortController()
    const run = optimizer.optimize({ data: () => new Promise(() => {}), signal: controller.signal })
    controller.abort()
    expect(await clock.runUntil(run)).toBeNull()
    expect(optimizer.stopReason?.kind).toBe('interrupted')
    expect(runner.submitted).toHaveLength(0)
  })

  test('lets finish what is about to, cancels the rest, and keeps what was found', async () => {
    const course = (info: TrialInfo): TrialCourse => ({ value: { cost: 1 }, afterMs: info.configuration.x === 4 ? 60_000 : 300 })
    const { clock, runner, optimizer } = setUp({ scenario: { trials: 1_000 }, runner: { course } })
    await interrupted(optimizer, clock, 400)
    expect(optimizer.stopReason).toMatchObject({ kind: 'interrupted', sentence: 'the run was interrupted' })
    expect(optimizer.summary.figures).toMatchObject({ finished: 6, cancelled: 1, elapsedMs: 2_400 })
    expect(runner.cancellations).toEqual(['the run ended: interrupted'])
  })

  test('does not wait when nothing is in flight', async () => {
    const { clock, runner, optimizer } = setUp()
    await clock.runUntil(optimizer.optimize({ signal: AbortSignal.abort() }))
    expect(runner.submitted).toHaveLength(0)
    expect(optimizer.stopReason?.kind).toBe('interrupted')
  })

  test('goes on when it is called again, up to the same number of trials', async () => {
    const { clock, runner, optimizer } = setUp()
    await interrupted(optimizer, clock, 150)
    expect(optimizer.history.length).toBe(8)
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.history.length).toBe(20)
    expect(new Set(runner.submitted.map(({ configuration }) => configuration.x)).size).toBe(runner.submitted.length)
  })

  test('what was cut is run again when it goes on, before anything else', async () => {
    const { clock, runner, optimizer } = setUp({ options: { graceMs: 0 } })
    await interrupted(optimizer, clock, 150)
    expect(optimizer.history.length).toBe(4)
    await clock.runUntil(optimizer.optimize({ signal: AbortSignal.abort() }))
    await clock.runUntil(optimizer.optimize())
    expect(runner.submitted.slice(8, 12)).toEqual(runner.submitted.slice(4, 8))
    expect(new Set(runner.submitted).size).toBe(20)
    expect(new Set([...optimizer.history].map(({ info }) => info.configuration.x)).size).toBe(20)
  })
})

describe('a runner that cannot cancel', () => {
  const withoutCancel = (setting: Setting = {}) => {
    const parts = setUp(setting)
    Object.defineProperty(parts.runner, 'cancel', { value: undefined })
    return parts
  }

  test('keeps what is in flight; the next run takes in its own successes, and no other optimizer’s trials', async () => {
    const stop: Callback = { onTellEnd: ({ history }) => history.length !== 4 }
    const { clock, runner, optimizer } = withoutCancel({ options: { callbacks: [stop] } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.summary.figures).toMatchObject({ finished: 4, cancelled: 3 })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.history.length).toBe(20)

    const one = withoutCancel({ options: { callbacks: [stop] }, runner: { workers: 8 } })
    await one.clock.runUntil(one.optimizer.optimize())
    await one.clock.advance(1_000)
    const other = new RandomSearch(defineScenario({ space, trials: 3 }), one.runner, { clock: one.clock })
    await one.clock.runUntil(other.optimize())
    expect(other.history.length).toBe(3)
    expect(runner.cancellations).toEqual([])
  })

  test('but ends trials at the deadline, still ends a run on time', async () => {
    const { clock, optimizer } = withoutCancel({ scenario: { runTimeLimitMs: 1_050, trials: 1_000 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.summary.figures).toMatchObject({ finished: 40, cancelled: 4, elapsedMs: 1_050 })
  })
})

test('two optimizers cannot share a runner at the same time, only one after the other', async () => {
  const { clock, runner, optimizer } = setUp()
  const other = new RandomSearch(defineScenario({ space, trials: 5 }), runner, { clock })
  const first = optimizer.optimize()
  await expect(other.optimize()).rejects.toThrow('optimize: runner: another optimizer is using this runner')
  await clock.runUntil(first)
  expect(optimizer.history.length).toBe(20)
  await clock.runUntil(other.optimize())
  expect(other.history.length).toBe(5)
})
