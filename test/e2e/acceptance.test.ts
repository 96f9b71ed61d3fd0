import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LambdaParallelRunner, type LambdaParallelRunnerOptions } from '../../client/launch/lambda-parallel-runner.ts'
import type { LocalCluster } from '../../client/local/index.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { TargetFunctionScriptRunner } from '../../client/runner/target-function-script-runner.ts'
import type { TrialSettings } from '../../client/runner/trial-settings.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { openPlace, type Place, sharesFiles } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

/** What SMAC's `DaskParallelRunner` does, and what ours does better; the numbers are the list's own. */
let place: Place
let folder: string
const runners: LambdaParallelRunner[] = []

beforeAll(async () => {
  place = await openPlace({ workers: 2 })
  folder = await mkdtemp(join(tmpdir(), 'trialfan-acceptance-'))
})
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.close()
})
afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function open(
  target: string,
  changes: Partial<TrialSettings> = {},
  options: LambdaParallelRunnerOptions = {},
): Promise<LambdaParallelRunner> {
  const worker = new TargetFunctionRunner({ target: fixture(target), scenario: settings(changes) })
  const runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster, workers: 2, patienceSeconds: 1, ...options })
  runners.push(runner)
  return runner
}

async function openScript(name: string, changes: Partial<TrialSettings> = {}): Promise<LambdaParallelRunner> {
  const path = new URL(`../fixtures/scripts/${name}`, import.meta.url)
  const worker = new TargetFunctionScriptRunner({ script: path, scenario: settings(changes) })
  const runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster, workers: 2, patienceSeconds: 1 })
  runners.push(runner)
  return runner
}

async function collect(runner: LambdaParallelRunner): Promise<(readonly [TrialInfo, TrialValue])[]> {
  const results: (readonly [TrialInfo, TrialValue])[] = []
  while (runner.isRunning()) {
    await runner.wait()
    results.push(...runner.iterResults())
  }
  return results
}

async function one(runner: LambdaParallelRunner, configuration: Configuration, data?: unknown): Promise<TrialValue> {
  await runner.submitTrial({ configuration, seed: 0 }, data)
  const results = await collect(runner)
  expect(results).toHaveLength(1)
  return results[0]![1]
}

describe('same as the reference', () => {
  it('(1) nothing is ready right after submit; a result is there after wait', async () => {
    const runner = await open('sleepy')
    await runner.submitTrial({ configuration: { ms: 100 } })
    expect([...runner.iterResults()]).toEqual([])
    expect(runner.isRunning()).toBe(true)
    await runner.wait()
    expect([...runner.iterResults()]).toHaveLength(1)
    expect(runner.isRunning()).toBe(false)
  })

  it('(2) x = 2 → x² costs 4, SUCCESS', async () => {
    expect(await one(await open('square'), { x: 2 })).toMatchObject({ status: StatusType.SUCCESS, cost: 4 })
  })

  it('(3) free workers go 2 → 1 → 0 and back to 2', async () => {
    const runner = await open('sleepy')
    expect(runner.countAvailableWorkers()).toBe(2)
    await runner.submitTrial({ configuration: { ms: 200 } })
    expect(runner.countAvailableWorkers()).toBe(1)
    await runner.submitTrial({ configuration: { ms: 200 } })
    expect(runner.countAvailableWorkers()).toBe(0)
    await collect(runner)
    expect(runner.countAvailableWorkers()).toBe(2)
  })

  it('(4) two trials of a second overlap', async () => {
    const runner = await open('sleepy')
    await runner.submitTrial({ configuration: { ms: 1000 } })
    await runner.submitTrial({ configuration: { ms: 1000 } })
    const [first, second] = (await collect(runner)).map(([, value]) => value)
    expect(Math.min(first!.endedAt, second!.endedAt) - Math.max(first!.startedAt, second!.startedAt)).toBeGreaterThan(700)
  })

  it('(5) an exception’s trace comes back, and names the user’s own file and line', async () => {
    const value = await one(await open('throwing'), { x: 7 })
    expect(value).toMatchObject({ status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY })
    expect(value.additionalInfo.error).toContain('no solution for 7')
    expect(value.additionalInfo.traceback).toMatch(/fixtures\/targets\/throwing\.ts:6:\d+/)
  })

  it('(6) its own cluster is closed by close', async () => {
    const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings() })
    const runner = await LambdaParallelRunner.create(worker, { workers: 1 })
    const { cluster: own } = runner
    expect((await fetch((own as LocalCluster).endpoint)).status).toBeGreaterThan(0)
    await runner.close()
    await expect(fetch((own as LocalCluster).endpoint)).rejects.toThrow()
  })

  it('(7) a given one survives close and can be used again', async () => {
    const first = await open('square')
    await first.close()
    expect(await one(await open('square'), { x: 3 })).toMatchObject({ cost: 9 })
  })

  it('(8) objectives as a list or a record come back in the declared order', async () => {
    const runner = await open('two-objectives', { objectives: ['price', 'time'] })
    expect(await one(runner, { form: 'list' })).toMatchObject({ status: StatusType.SUCCESS, cost: [1, 2] })
    expect(await one(runner, { form: 'record' })).toMatchObject({ status: StatusType.SUCCESS, cost: [1, 2] })
    expect(await one(runner, { form: 'list with info' })).toMatchObject({ cost: [1, 2], additionalInfo: { note: 'kept' } })
  })

  it('(9) a script that succeeds returns its additional info', async () => {
    const value = await one(await openScript('square.sh'), { x: 3 })
    expect(value).toMatchObject({ status: StatusType.SUCCESS, cost: 9, additionalInfo: { additional_info: 'squared 3' } })
  })

  it('(10) a script can give a cost for each objective', async () => {
    expect(await one(await openScript('two-objectives.sh', { objectives: ['price', 'time'] }), {})).toMatchObject({ cost: [0.5, 2] })
  })

  it('(11) a script that exits without output is CRASHED, with an error', async () => {
    const value = await one(await openScript('silent.sh'), {})
    expect(value.status).toBe(StatusType.CRASHED)
    expect(value.additionalInfo.error).toMatch(/silent\.sh ended with exit code 1/)
  })

  it('(12) the cost of a script that reports CRASHED is replaced', async () => {
    expect(await one(await openScript('crashed.sh', { crashCost: 99 }), {})).toMatchObject({ status: StatusType.CRASHED, cost: 99 })
  })

  it('(15) submit waits only when all workers are taken', async () => {
    const runner = await open('sleepy')
    await runner.submitTrial({ configuration: { ms: 300 } })
    await runner.submitTrial({ configuration: { ms: 300 } })
    expect([...runner.iterResults()]).toHaveLength(0)
    await runner.submitTrial({ configuration: { ms: 0 } })
    expect([...runner.iterResults()].length).toBeGreaterThanOrEqual(1)
    await collect(runner)
  })

  it('(16) wait returns at once when nothing runs', async () => {
    const runner = await open('square')
    await runner.wait()
    expect(runner.isRunning()).toBe(false)
  })

  it.skipIf(!sharesFiles)('(17) a worker that is killed once: the trial is tried again and succeeds', async () => {
    const runner = await open('killing')
    expect(await one(runner, { marker: join(folder, 'once') })).toMatchObject({ status: StatusType.SUCCESS, cost: 1, attempt: 2 })
  })

  it('(18) a worker that is added while trials run gets the scattered data', async () => {
    await place.setReservedConcurrency(1)
    const runner = await open('scattered')
    const data = { weights: new Float64Array(200_000).fill(5), names: new Map([['one', 1]]) }
    await one(runner, { index: 0 }, data)
    await place.setReservedConcurrency(2)
    const workers = new Set<unknown>()
    while (workers.size < 2) {
      await Promise.all([0, 1, 2, 3].map((index) => runner.submitTrial({ configuration: { index } }, data)))
      for (const [, value] of await collect(runner)) {
        expect(value).toMatchObject({ status: StatusType.SUCCESS, cost: 5, additionalInfo: { names: 1 } })
        workers.add(value.worker?.environment)
      }
    }
    await place.setReservedConcurrency(null)
  })

  it('(19) an empty scatter is an error that says so', async () => {
    const runner = await open('square')
    await expect(runner.submitTrial({ configuration: { x: 1 } }, {})).rejects.toThrow(/empty/)
    expect(runner.countAvailableWorkers()).toBe(2)
  })

  it('(20) a configuration that a trial changes does not leak', async () => {
    const runner = await open('forgetful')
    const configuration = { x: 3 }
    expect(await one(runner, configuration)).toMatchObject({ cost: 3 })
    expect(await one(runner, configuration)).toMatchObject({ cost: 3 })
    expect(configuration).toEqual({ x: 3 })
  })
})

describe('better than the reference', () => {
  it('(21) a trial that always kills its worker is one CRASHED record, and the run goes on', async () => {
    const runner = await open('killing')
    await Promise.all([runner.submitTrial({ configuration: {} }), runner.submitTrial({ configuration: { x: 1 } })])
    const results = await collect(runner)
    expect(results.map(([, { status }]) => status).sort()).toEqual([StatusType.SUCCESS, StatusType.CRASHED])
    expect(await one(runner, { x: 2 })).toMatchObject({ status: StatusType.SUCCESS, cost: 2 })
  })

  it('(22) a target that exits is CRASHED long before its deadline', async () => {
    const runner = await open('exiting', { trialTimeLimitMs: 60_000 })
    const value = await one(runner, { code: 3 })
    expect(value.status).toBe(StatusType.CRASHED)
    expect(value.additionalInfo.error).toMatch(/exit/)
    expect(value.runtimeMs).toBeLessThan(5_000)
    expect(await one(runner, { x: 1 })).toMatchObject({ status: StatusType.SUCCESS })
  })

  it.each(['text', 'NaN', 'Infinity', 'null', 'nothing', 'list', 'record', 'bigint'])(
    '(23, 24) a cost that is %s: CRASHED, with the reason',
    async (cost) => {
      const value = await one(await open('odd-cost'), { cost })
      expect(value).toMatchObject({ status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY })
      expect(value.additionalInfo.error).toMatch(/the target returned .*; expected /)
    },
  )

  it.each(['one number', 'missing name', 'extra name', 'three numbers'])('(25) for two objectives, %s is rejected', async (form) => {
    const value = await one(await open('two-objectives', { objectives: ['price', 'time'], crashCost: [8, 9] }), { form })
    expect(value).toMatchObject({ status: StatusType.CRASHED, cost: [8, 9] })
    expect(value.additionalInfo.error).toMatch(/the target returned .*; expected /)
  })

  it('(26, 27) a busy loop is TIMEOUT at a limit below a second, with its real time and CPU, and an infinite crash cost', async () => {
    const runner = await open('hungry', { trialTimeLimitMs: 400 })
    const value = await one(runner, { way: 'loop' })
    expect(value).toMatchObject({ status: StatusType.TIMEOUT, cost: Number.POSITIVE_INFINITY })
    expect(value.runtimeMs).toBeGreaterThanOrEqual(390)
    expect(value.cpuTimeMs).toBeGreaterThan(50)
    expect(await one(runner, { way: 'none' })).toMatchObject({ status: StatusType.SUCCESS })
  })

  it.each(['heap', 'resident'])('(27) too much %s memory is MEMORYOUT', async (way) => {
    const runner = await open('hungry', { trialMemoryLimitMiB: 200 })
    expect(await one(runner, { way })).toMatchObject({ status: StatusType.MEMORYOUT, cost: Number.POSITIVE_INFINITY })
    expect(await one(runner, { way: 'none' })).toMatchObject({ status: StatusType.SUCCESS })
  })

  it('(28) limits hold for trials side by side, and the run’s deadline ends what would go on', async () => {
    const runner = await open('sleepy', { trialTimeLimitMs: 300 })
    await Promise.all([5_000, 6_000].map((ms) => runner.submitTrial({ configuration: { ms } })))
    expect((await collect(runner)).map(([, { status }]) => status)).toEqual([StatusType.TIMEOUT, StatusType.TIMEOUT])
    const unlimited = await open('sleepy')
    unlimited.setDeadline(Date.now() + 300)
    const value = await one(unlimited, { ms: 20_000 })
    expect(value.status).toBe(StatusType.TIMEOUT)
    expect(value.runtimeMs).toBeLessThan(2_000)
  })

  it('(30) after close every call gives one clear error; free workers are never below 0', async () => {
    const runner = await open('sleepy')
    const submitted = Promise.all([1, 2, 3, 4].map((ms) => runner.submitTrial({ configuration: { ms } })))
    expect(runner.countAvailableWorkers()).toBe(0)
    await submitted
    await runner.close()
    expect(runner.isRunning()).toBe(false)
    const closed = /this runner is closed/
    await expect(runner.submitTrial({ configuration: { ms: 1 } })).rejects.toThrow(closed)
    await expect(runner.wait()).rejects.toThrow(closed)
    await expect(runner.run({ ms: 1 })).rejects.toThrow(closed)
    await expect(runner.scatter([1])).rejects.toThrow(closed)
    expect(() => runner.iterResults()).toThrow(closed)
    expect(() => runner.countAvailableWorkers()).toThrow(closed)
    await runner.close()
  })
})
