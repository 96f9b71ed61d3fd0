import { afterEach, expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { LocalCluster, type LocalClusterOptions } from '../../client/local/index.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialValue } from '../../contract/trial.ts'
import { fixture, settings } from '../support/scenario.ts'

/** Failure record → failure relay → the run's queue → a result with the right status, long before any lease ends. */
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function place(target: string, options: LocalClusterOptions = {}, lostWorkerRetries = 1) {
  const cluster = await LocalCluster.start({ workers: 1, ...options })
  open.push(cluster)
  const runner = await LambdaParallelRunner.create(new TargetFunctionRunner({ target: fixture(target), scenario: settings() }), {
    cluster,
    lostWorkerRetries,
  })
  open.push(runner)
  return { cluster, runner }
}

async function one(runner: LambdaParallelRunner, configuration: Configuration): Promise<TrialValue> {
  await runner.submitTrial({ configuration })
  await runner.wait()
  const [result] = [...runner.iterResults()]
  return result![1]
}

it('an environment killed from outside while it runs a trial: tried again, then CRASHED', async () => {
  const { cluster, runner } = await place('sleepy', {}, 0)
  await runner.submitTrial({ configuration: { ms: 60_000 } })
  const killed = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (cluster.killEnvironment() === null) return
      clearInterval(look)
      resolve()
    }, 10)
  })
  await killed
  await runner.wait()
  const [[, value]] = [...runner.iterResults()] as [readonly [unknown, TrialValue]]
  expect(value).toMatchObject({ status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY, worker: null })
  expect(value.additionalInfo.error).toMatch(/./)
  expect(await one(runner, { ms: 1 })).toMatchObject({ status: StatusType.SUCCESS })
})

it('a trial without a limit that would outlast the function: the worker ends it before Lambda does, TIMEOUT', async () => {
  const { runner } = await place('sleepy', { timeoutMs: 4_000 })
  const value = await one(runner, { ms: 60_000 })
  expect(value).toMatchObject({ status: StatusType.TIMEOUT })
  expect(value.worker).not.toBeNull()
  expect(value.runtimeMs).toBeLessThan(4_000)
})

it('a worker that lost its main thread as well: Lambda’s own time-out, TIMEOUT by the record', async () => {
  const { runner } = await place('stopped', { timeoutMs: 3_000 })
  const value = await one(runner, {})
  expect(value).toMatchObject({ status: StatusType.TIMEOUT, worker: null })
})
