import { expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { openPlace } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

it('reserved concurrency 0 is no worker: it is said which limit is 0 and how to raise it', async () => {
  await using place = await openPlace({ workers: 1 })
  await place.setReservedConcurrency(0)
  const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings() })
  await using runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster, patienceSeconds: 1 })
  expect(runner.countAvailableWorkers()).toBe(0)
  expect(runner.limitDescription).toMatch(/^0 workers: .*reserved concurrency/)
  await expect(runner.submitTrial({ configuration: { x: 1 } })).rejects.toThrow(/reserved concurrency/)
  await place.setReservedConcurrency(null)
})
