import { afterAll, beforeAll, expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialValue } from '../../contract/trial.ts'
import { deployedStack, openPlace, type Place } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

/** Each ends as one clear result, and the next trial on that very environment is unharmed. */
let place: Place
let runner: LambdaParallelRunner

beforeAll(async () => {
  place = await openPlace({ workers: 1 })
  const worker = new TargetFunctionRunner({ target: fixture('ill-mannered'), scenario: settings({ trialTimeLimitMs: 20_000 }) })
  runner = await LambdaParallelRunner.create(worker, { cluster: place.cluster, workers: 1 })
})
afterAll(async () => {
  await runner.close()
  await place[Symbol.asyncDispose]()
})

async function one(how: string): Promise<TrialValue> {
  await runner.submitTrial({ configuration: { how } })
  await runner.wait()
  const results = [...runner.iterResults()]
  expect(results).toHaveLength(1)
  return results[0]![1]
}

it.each(['log', 'stream', 'info', 'reports', 'rejection later', 'throw later', 'exit later', 'loop later', 'handlers', 'globals', 'cycle'])(
  '%s',
  async (how) => {
    const value = await one(how)
    expect(value.status).toBe(how === 'cycle' ? value.status : StatusType.SUCCESS)
    if (value.status === StatusType.CRASHED) expect(value.additionalInfo.error).toEqual(expect.stringMatching(/./))
    expect(JSON.stringify(value.additionalInfo).length).toBeLessThan(9_000_000)
    // What was left behind goes off while the next trials run; a loop that starts in the middle of one cannot be told from its own.
    const environments = new Set([value.worker?.environment])
    for (const next of [how === 'loop later' ? 'well' : 'slow', 'well', 'well']) {
      const unharmed = await one(next)
      expect(unharmed).toMatchObject({ status: StatusType.SUCCESS, cost: 1 })
      environments.add(unharmed.worker?.environment)
    }
    // Lambda may start another environment while one still answers; the embedded cluster does not.
    if (deployedStack === null) expect(environments.size).toBe(1)
  },
)
