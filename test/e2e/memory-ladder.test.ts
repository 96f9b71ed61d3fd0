import { afterAll, beforeAll, expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import type { TrialSettings } from '../../client/runner/trial-settings.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialValue } from '../../contract/trial.ts'
import { openPlace, type Place } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace({ workers: 2, warm: false, memoryMiB: [256, 640] })
})
afterAll(() => place[Symbol.asyncDispose]())

async function values(changes: Partial<TrialSettings>, ...sizes: readonly number[]): Promise<readonly TrialValue[]> {
  const warnings: Error[] = []
  const worker = new TargetFunctionRunner({ target: fixture('filling'), scenario: settings(changes) })
  await using runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster, onWarning: (warning) => warnings.push(warning) })
  for (const mib of sizes) await runner.submitTrial({ configuration: { mib } })
  const found: TrialValue[] = []
  while (runner.isRunning()) {
    await runner.wait()
    for (const [, value] of runner.iterResults()) found.push(value)
  }
  expect(warnings).toEqual([])
  return found
}

it('a trial that runs out of memory is tried again on the next larger worker; its value and its cost tell of both', async () => {
  const [value] = await values({ memoryLadder: true }, 320)
  expect(value).toMatchObject({ status: StatusType.SUCCESS, cost: 40, attempt: 2, worker: { memoryMiB: 640 } })
  expect(value?.usage?.requests).toBeGreaterThanOrEqual(2)
  const { runtimeMs = 0 } = value ?? {}
  expect(value?.usage?.gbSeconds).toBeGreaterThan((runtimeMs / 1000) * (640 / 1024))
})

it('ends as MEMORYOUT when the largest is too small, and a trial that fits stays on the smallest', async () => {
  const found = await values({ memoryLadder: true, crashCost: 99 }, 2_000, 8)
  expect(found).toHaveLength(2)
  expect(found).toContainEqual(expect.objectContaining({ status: StatusType.MEMORYOUT, cost: 99, attempt: 2 }))
  expect(found).toContainEqual(expect.objectContaining({ cost: 1, attempt: 1, worker: expect.objectContaining({ memoryMiB: 256 }) }))
})

it('without a ladder, or with a limit of its own that the smallest worker holds, it ends at once', async () => {
  const out = { status: StatusType.MEMORYOUT, attempt: 1 }
  expect(await values({}, 320)).toMatchObject([out])
  expect(await values({ memoryLadder: true, trialMemoryLimitMiB: 200 }, 320)).toMatchObject([out])
})

it('a worker that is killed twice is tried on the next larger one, as it may have been for its memory', async () => {
  const worker = new TargetFunctionRunner({ target: fixture('killing'), scenario: settings({ memoryLadder: true }) })
  await using runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster })
  await runner.submitTrial({ configuration: {} })
  await runner.wait()
  expect([...runner.iterResults()]).toMatchObject([[{}, { status: StatusType.CRASHED, attempt: 3 }]])
})

it('a runner’s own cluster has a ladder when the study asks for one', async () => {
  const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings({ memoryLadder: true }) })
  await using runner = await LambdaParallelRunner.create(worker, { workers: 1 })
  expect(runner.cluster.transport.functions.sizesMiB).toEqual([1_769, 3_538])
})

it('a cluster with workers of one size says that there is no ladder to climb', async () => {
  const warnings: string[] = []
  await using flat = await openPlace({ workers: 1, warm: false, memoryMiB: [512] })
  const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings({ memoryLadder: true }) })
  await using _ = await LambdaParallelRunner.create(worker, { cluster: flat.cluster, onWarning: ({ message }) => warnings.push(message) })
  expect(warnings).toEqual([expect.stringMatching(/^memoryLadder: .* 512 MiB; deploy more/)])
})
