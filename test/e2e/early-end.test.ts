import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  AlgorithmConfiguration,
  defineScenario,
  defineSpace,
  float,
  LambdaParallelRunner,
  RandomSearch,
  type Scenario,
  StatusType,
  TargetFunctionRunner,
  type TrialInfo,
  type TrialValue,
} from '../../client/index.ts'
import { openPlace, type Place } from '../support/place.ts'
import { fixture } from '../support/scenario.ts'

/** Trials that are ended before their time is over, because they cannot win any more. */
let place: Place
beforeAll(async () => {
  place = await openPlace({ workers: 2 })
})
afterAll(() => place[Symbol.asyncDispose]())

async function open(target: string, scenario: Scenario): Promise<LambdaParallelRunner> {
  const worker = new TargetFunctionRunner({ target: fixture(target), scenario })
  return await LambdaParallelRunner.create(worker, { cluster: place.cluster, workers: 2 })
}

it('a trial whose reports are too bad is stopped on its worker, and the worker goes on', async () => {
  const scenario = defineScenario({ space: defineSpace({ x: float(0, 10) }), trialTimeLimitMs: 60_000 })
  await using runner = await open('reporting', scenario)
  const stopAbove = [{ budget: 2, cost: 5 }]
  const values: TrialValue[] = []
  for (const x of [9, 1]) {
    await runner.submitTrial({ configuration: { x }, stopAbove })
    await runner.wait()
    for (const [, value] of runner.iterResults()) values.push(value)
  }
  const reports = [
    { budget: 1, cost: 90 },
    { budget: 2, cost: 9 },
  ]
  expect(values[0]).toMatchObject({
    status: StatusType.STOPPED,
    cost: 9,
    additionalInfo: { stopped: { budget: 2, best: 9, limit: 5 }, reports },
  })
  expect(values[1]).toMatchObject({ status: StatusType.SUCCESS, cost: 1 })
})

it('a study with the median rule ends the trials that would go on for ever', async () => {
  const space = defineSpace({ x: float(0, 10, { default: 1 }) })
  const initialConfigurations = [{ x: 2 }, { x: 3 }, { x: 4 }]
  const scenario = defineScenario({
    space,
    trials: 16,
    trialTimeLimitMs: 60_000,
    earlyStopping: { rule: 'median', minTrials: 2 },
    workers: 1,
  })
  await using runner = await open('reporting', scenario)
  const optimizer = new RandomSearch(scenario, runner, { initialConfigurations })
  await optimizer.optimize()
  expect(optimizer.stopReason?.kind).toBe('trials')
  const { statuses } = optimizer.summary.figures
  expect(statuses.STOPPED).toBeGreaterThan(0)
  expect(Object.keys(statuses).sort()).toEqual(['STOPPED', 'SUCCESS'])
  expect(Number(optimizer.incumbentCost)).toBeLessThanOrEqual(1)
})

it('adaptive capping ends trials that take longer than the incumbent did, as TIMEOUT', async () => {
  const space = defineSpace({ ms: float(100, 20_000, { default: 150 }) })
  const scenario = defineScenario({ space, instances: ['a', 'b', 'c'], trials: 20, trialTimeLimitMs: 60_000, seed: 1, workers: 1 })
  await using runner = await open('sleepy', scenario)
  const results: (readonly [TrialInfo, TrialValue])[] = []
  const callbacks = [{ onTellEnd: (_: unknown, info: TrialInfo, value: TrialValue) => void results.push([info, value]) }]
  const optimizer = new AlgorithmConfiguration(scenario, runner, { adaptiveCapping: true, callbacks })
  await optimizer.optimize()
  expect(optimizer.stopReason?.kind).toBe('trials')
  const capped = results.filter(([, { status }]) => status === StatusType.TIMEOUT)
  expect(capped.length).toBeGreaterThan(0)
  for (const [{ timeLimitMs }, { cost, runtimeMs }] of capped) {
    expect(cost).toBe(Number.POSITIVE_INFINITY)
    // 1.2 times what the incumbent took there, which is far from the scenario's limit.
    expect(timeLimitMs).toBeLessThan(10_000)
    expect(runtimeMs).toBeLessThan(20_000)
  }
  expect(optimizer.summary.incumbent?.perInstance.length).toBeGreaterThan(0)
  expect(Number(optimizer.incumbentCost)).toBeLessThanOrEqual(150)
})
