import { afterEach, expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialValue } from '../../contract/trial.ts'
import { deployedStack, openPlace, type PlaceOptions } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

/** Failure record → failure relay → the run's queue → a result with the right status, long before any lease ends. */
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function prepare(target: string, options: Partial<PlaceOptions> = {}, lostWorkerRetries = 0) {
  const place = await openPlace({ workers: 1, ...options })
  open.push(place)
  const runner = await LambdaParallelRunner.create(new TargetFunctionRunner({ target: fixture(target), scenario: settings() }), {
    cluster: place.cluster,
    workers: 1,
    lostWorkerRetries,
  })
  open.push(runner)
  return { place, runner }
}

async function one(runner: LambdaParallelRunner, configuration: Configuration): Promise<TrialValue> {
  await runner.submitTrial({ configuration })
  await runner.wait()
  const [result] = [...runner.iterResults()]
  return result![1]
}

it.skipIf(deployedStack !== null)('an environment killed from outside while it runs a trial: CRASHED', async () => {
  const { place, runner } = await prepare('sleepy')
  await runner.submitTrial({ configuration: { ms: 60_000 } })
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (!place.killWorker()) return
      clearInterval(look)
      resolve()
    }, 10)
  })
  await runner.wait()
  const [[, value]] = [...runner.iterResults()] as [readonly [unknown, TrialValue]]
  expect(value).toMatchObject({ status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY, worker: null })
  expect(value.additionalInfo.error).toMatch(/./)
  expect(await one(runner, { ms: 1 })).toMatchObject({ status: StatusType.SUCCESS })
})

it.each([
  ['SIGKILL', /signal: killed/],
  ['SIGTERM', /signal: terminated/],
])('a worker that ends by %s: CRASHED by the record, and the next trial is unharmed', async (signal, said) => {
  const { runner } = await prepare('ending')
  const value = await one(runner, { signal })
  expect(value).toMatchObject({ status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY, worker: null })
  expect(value.additionalInfo.error).toMatch(said)
  expect(await one(runner, { signal: 'none' })).toMatchObject({ status: StatusType.SUCCESS, cost: 1 })
})

it.each([
  ['exits', 'exit', StatusType.CRASHED, /exit status 3/],
  ['aborts, as a fault in native code does', 'abort', StatusType.CRASHED, /signal: aborted/],
  ['is killed for its memory before anybody in it sees it', 'fill', StatusType.MEMORYOUT, /out of memory .*signal: killed/],
])('a worker that %s: the record’s status, and the next trial is unharmed', async (_, way, status, said) => {
  const { runner } = await prepare('main-thread')
  const value = await one(runner, { way })
  expect(value).toMatchObject({ status, cost: Number.POSITIVE_INFINITY, worker: null, attempt: 1 })
  expect(value.additionalInfo.error).toMatch(said)
  expect(await one(runner, { way: 'none' })).toMatchObject({ status: StatusType.SUCCESS, cost: 1 })
})

it('a trial that takes all of the worker’s memory: the worker says MEMORYOUT before it is killed for it', async () => {
  const { place, runner } = await prepare('hungry')
  expect(await one(runner, { way: 'resident' })).toMatchObject({
    status: StatusType.MEMORYOUT,
    worker: { memoryMiB: place.cluster.facts.workers[0]?.memoryMiB },
  })
  expect(await one(runner, { way: 'none' })).toMatchObject({ status: StatusType.SUCCESS })
})

it('a trial without a limit that would outlast the function: the worker ends it before Lambda does, TIMEOUT', async () => {
  const { runner } = await prepare('sleepy', { timeoutMs: 4_000 })
  const value = await one(runner, { ms: 60_000 })
  expect(value).toMatchObject({ status: StatusType.TIMEOUT })
  expect(value.worker).not.toBeNull()
  expect(value.runtimeMs).toBeLessThan(4_000)
})

it.each([
  ['is stopped', 'stopped'],
  ['is busy in its main thread', 'main-thread'],
])('a worker that %s: Lambda’s own time-out, TIMEOUT by the record', async (_, target) => {
  const { runner } = await prepare(target, { timeoutMs: 3_000 })
  const value = await one(runner, { way: 'spin' })
  expect(value).toMatchObject({ status: StatusType.TIMEOUT, worker: null })
  expect(value.additionalInfo.error).toMatch(/Task timed out after 3\.00 seconds/)
})
