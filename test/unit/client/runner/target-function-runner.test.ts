import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TargetFunctionRunner } from '../../../../client/runner/target-function-runner.ts'
import type { TrialSettings } from '../../../../client/runner/trial-settings.ts'
import { StatusType } from '../../../../contract/status.ts'
import { fixture, settings } from '../../../support/scenario.ts'

const runners: TargetFunctionRunner[] = []
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.close()
})

function open(target: string, changes: Partial<TrialSettings> = {}): TargetFunctionRunner {
  const runner = new TargetFunctionRunner({ target: fixture(target), scenario: settings(changes) })
  runners.push(runner)
  return runner
}

describe('run, in this process', () => {
  it('answers [status, cost, runtime, additionalInfo]', async () => {
    const [status, cost, runtimeMs, info] = await open('square').run({ x: 3 }, { seed: 0 })
    expect([status, cost, info]).toEqual([StatusType.SUCCESS, 9, {}])
    expect(runtimeMs).toBeGreaterThanOrEqual(0)
  })

  it('gives the crash cost to a trial that throws, with a trace into the user’s file', async () => {
    const [status, cost, , info] = await open('throwing', { crashCost: 50 }).run({ x: 1 })
    expect([status, cost]).toEqual([StatusType.CRASHED, 50])
    expect(info.traceback).toMatch(/throwing\.ts:6/)
  })

  it('holds the time limit, for a busy loop too', async () => {
    const [status, , runtimeMs] = await open('hungry', { trialTimeLimitMs: 200 }).run({ way: 'loop' })
    expect(status).toBe(StatusType.TIMEOUT)
    expect(runtimeMs).toBeGreaterThanOrEqual(190)
  })

  it('takes the same data as the parallel runner, without a cloud', async () => {
    const data = { weights: new Float64Array(300_000).fill(7), names: new Map([['one', 1]]) }
    const [, cost, , info] = await open('scattered').run({ index: 299_999 }, {}, data)
    expect([cost, info.names]).toEqual([7, 1])
  })

  it('does not touch the user’s own data when a trial writes into it', async () => {
    const data = { weights: new Float64Array(300_000).fill(7), names: new Map() }
    await open('scattered').run({ index: 0, write: true }, {}, data)
    expect(data.weights[0]).toBe(7)
  })
})

describe('as a serial runner', () => {
  it('runs each trial where it is submitted, and hands out its result once', async () => {
    const runner = open('square')
    expect([runner.countAvailableWorkers(), runner.isRunning()]).toEqual([1, false])
    const info = { configuration: { x: 2 } }
    const submitting = runner.submitTrial(info)
    expect(runner.countAvailableWorkers()).toBe(0)
    await submitting
    await runner.wait()
    expect(runner.isRunning()).toBe(true)
    expect([...runner.iterResults()].map(([back, { cost }]) => [back === info, cost])).toEqual([[true, 4]])
    expect([runner.isRunning(), [...runner.iterResults()]]).toEqual([false, []])
  })

  it('says before the first trial that the target cannot be had', async () => {
    await expect(open('not-there').submitTrial({ configuration: {} })).rejects.toThrow(/not-there\.ts: does not exist/)
  })

  it('closed with force in the middle of its first trial ends that trial, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trialfan-runner-test-'))
    vi.stubEnv('TMPDIR', folder)
    try {
      const runner = open('sleepy')
      const running = runner.run({ ms: 60_000 })
      await runner.close({ force: true })
      expect((await running)[0]).toBe(StatusType.CRASHED)
      expect(readdirSync(folder)).toEqual([])
    } finally {
      vi.unstubAllEnvs()
      rmSync(folder, { recursive: true })
    }
  })

  it('is closed after close', async () => {
    const runner = open('square')
    await runner.run({ x: 1 })
    await runner.close()
    await expect(runner.run({ x: 1 })).rejects.toThrow(/closed/)
    expect(() => runner.iterResults()).toThrow(/closed/)
    expect(runner.isRunning()).toBe(false)
  })
})
