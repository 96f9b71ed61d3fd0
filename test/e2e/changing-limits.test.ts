import { expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialValue } from '../../contract/trial.ts'
import { openPlace } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

it('a limit that goes 2 → 8 → 0 → 4 while trials run is followed, and never over-invoked', async () => {
  await using place = await openPlace({ workers: 2 })
  await place.setReservedConcurrency(2)
  const worker = new TargetFunctionRunner({ target: fixture('sleepy'), scenario: settings() })
  await using runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster, patienceSeconds: 30 })

  for (const limit of [2, 8, 0, 4]) {
    await place.setReservedConcurrency(limit)
    // The limit is read again only while trials run: one that runs, and one that waits, see to that.
    while (runner.limit !== limit) {
      if (runner.countAvailableWorkers() > 0) void runner.submitTrial({ configuration: { ms: 20 } })
      await new Promise((resolve) => setImmediate(resolve))
      for (const [, { status }] of runner.iterResults()) expect(status).toBe(StatusType.SUCCESS)
    }
    expect(runner.limitDescription).toMatch(`${limit} workers: `)
    if (limit === 0) {
      // A submission waits, and is let in by the next limit.
      void runner.submitTrial({ configuration: { ms: 1 } })
      expect(runner.countAvailableWorkers()).toBe(0)
      continue
    }
    while (runner.isRunning()) {
      await runner.wait()
      for (const [, { status }] of runner.iterResults()) expect(status).toBe(StatusType.SUCCESS)
    }
    const submitting = Array.from({ length: 3 * limit }, () => runner.submitTrial({ configuration: { ms: 150 } }))
    expect(runner.countAvailableWorkers()).toBe(0)
    const values: TrialValue[] = []
    while (values.length < 3 * limit) {
      await runner.wait()
      expect(runner.inFlight).toBeLessThanOrEqual(limit)
      expect(place.busyWorkers() ?? 0).toBeLessThanOrEqual(limit)
      values.push(...[...runner.iterResults()].map(([, value]) => value))
    }
    await Promise.all(submitting)
    expect(mostAtOnce(values)).toBeLessThanOrEqual(limit)
  }
})

/** The most trials that ran at the same moment. */
function mostAtOnce(values: readonly TrialValue[]): number {
  const running = (moment: number) => values.filter(({ startedAt, endedAt }) => startedAt <= moment && moment < endedAt).length
  return Math.max(...values.map(({ startedAt }) => running(startedAt)))
}
