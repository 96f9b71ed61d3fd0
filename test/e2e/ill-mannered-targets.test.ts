import { afterAll, beforeAll, expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { LocalCluster } from '../../client/local/local-cluster.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialValue } from '../../contract/trial.ts'
import { fixture, settings } from '../support/scenario.ts'

/** Each ends as one clear result, and the next trial on that very environment is unharmed. */
let cluster: LocalCluster
let runner: LambdaParallelRunner

beforeAll(async () => {
  cluster = await LocalCluster.start({ workers: 1 })
  const worker = new TargetFunctionRunner({ target: fixture('ill-mannered'), scenario: settings({ trialTimeLimitMs: 20_000 }) })
  runner = await LambdaParallelRunner.create(worker, { cluster })
})
afterAll(async () => {
  await runner.close()
  await cluster.close()
})

async function one(how: string): Promise<TrialValue> {
  await runner.submitTrial({ configuration: { how } })
  await runner.wait()
  const results = [...runner.iterResults()]
  expect(results).toHaveLength(1)
  return results[0]![1]
}

const environment = () => cluster.environments().find(({ function: name }) => name === cluster.workerFunction)?.id

it.each(['log', 'stream', 'info', 'reports', 'rejection later', 'throw later', 'exit later', 'loop later', 'handlers', 'globals', 'cycle'])(
  '%s',
  async (how) => {
    const before = environment()
    const value = await one(how)
    expect(value.status).toBe(how === 'cycle' ? value.status : StatusType.SUCCESS)
    if (value.status === StatusType.CRASHED) expect(value.additionalInfo.error).toEqual(expect.stringMatching(/./))
    expect(JSON.stringify(value.additionalInfo).length).toBeLessThan(9_000_000)
    // What was left behind goes off while the next trials run; a loop that starts in the middle of one cannot be told from its own.
    for (const next of [how === 'loop later' ? 'well' : 'slow', 'well', 'well'])
      expect(await one(next)).toMatchObject({ status: StatusType.SUCCESS, cost: 1 })
    expect(environment()).toBe(before)
  },
)
