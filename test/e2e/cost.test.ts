import { afterEach, expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialValue } from '../../contract/trial.ts'
import { deployedStack, isOnAws, openPlace } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function runnerOf(target: string): Promise<LambdaParallelRunner> {
  const place = await openPlace({ workers: 1, warm: false, memoryMiB: [1024] })
  open.push(place)
  const worker = new TargetFunctionRunner({ target: fixture(target), scenario: settings() })
  const runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster })
  open.push(runner)
  return runner
}

async function one(runner: LambdaParallelRunner, configuration: Configuration): Promise<TrialValue> {
  await runner.submitTrial({ configuration })
  await runner.wait()
  const [result] = [...runner.iterResults()]
  return result![1]
}

it('a trial’s usage comes from its worker, and the client’s own calls are counted', async () => {
  const runner = await runnerOf('sleepy')
  const first = await one(runner, { ms: 50 })
  const second = await one(runner, { ms: 50 })
  const plain = { requests: 1, queueSends: 1, estimatedAttempts: 0, objectWrites: 0 }
  expect(first.usage).toMatchObject(plain)
  expect(second.usage).toMatchObject(plain)
  // On 1,024 MiB a second is a GB-second.
  expect(first.usage!.gbSeconds * 1000).toBeGreaterThanOrEqual(first.worker!.initMs + first.runtimeMs)
  expect(second.usage!.gbSeconds * 1000).toBeGreaterThanOrEqual(second.runtimeMs)
  // The target, and whether the run was cancelled.
  expect(first.usage!.objectReads).toBe(2)
  const { isCharged, architecture, memoryMiB, calls } = runner.billing!
  expect({ isCharged, architecture, memoryMiB }).toEqual({ isCharged: isOnAws, architecture: 'arm64', memoryMiB: 1024 })
  // The queue was opened and read; the target was looked for, and stored, unless an earlier run has done so.
  expect(calls.queueRequests).toBeGreaterThanOrEqual(2)
  expect(calls.objectReads).toBe(1)
  if (deployedStack === null) expect(calls.objectWrites).toBe(1)
  else expect(calls.objectWrites).toBeLessThanOrEqual(1)
})

it('an environment that dies is billed from what is known, with the relay, for both attempts', async () => {
  const runner = await runnerOf('killing')
  const value = await one(runner, {})
  expect(value).toMatchObject({ status: StatusType.CRASHED, attempt: 2 })
  expect(value.usage).toMatchObject({ requests: 4, queueSends: 2, estimatedAttempts: 2 })
  expect(value.usage!.gbSeconds).toBeGreaterThan(0.25)
})
