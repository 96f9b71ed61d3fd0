import { expect, test } from 'vitest'
import { defineSpace, float } from '../../../../client/space/index.ts'
import { defineScenario } from '../../../../client/study/scenario.ts'
import { StopCriteria } from '../../../../client/study/stop-criteria.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialValue } from '../../../../contract/trial.ts'

const scenario = defineScenario({ space: defineSpace({ x: float(0, 1) }), trials: 20 })
const trial = (changes: Partial<TrialValue>): TrialValue => ({
  status: StatusType.SUCCESS,
  cost: 1,
  runtimeMs: 10,
  cpuTimeMs: 10,
  startedAt: 0,
  endedAt: 10,
  additionalInfo: {},
  worker: null,
  attempt: 1,
  ...changes,
})
const notLoaded = trial({ status: StatusType.CRASHED, additionalInfo: { error: 'no licence', errorCode: 'TARGET_NOT_LOADED' } })

test('the first trial ends the run when no worker can load the target, and the file is named', () => {
  const criteria = new StopCriteria(scenario, '/studies/target.ts')
  criteria.told(notLoaded)
  expect(criteria.met(0, { complete: [] })).toMatchObject({
    kind: 'failed',
    error: { code: 'TARGET', file: '/studies/target.ts', message: 'target /studies/target.ts: no licence' },
  })
})

test('such a trial is one of many once another went well', () => {
  const criteria = new StopCriteria(scenario)
  criteria.told(trial({}))
  criteria.told(notLoaded)
  expect(criteria.met(0, { complete: [] })).toBeNull()
})

test('trials without improvement are counted from the last one that brought one', () => {
  const criteria = new StopCriteria(defineScenario({ ...scenario, trialsWithoutImprovement: 3 }))
  const tell = (isBetter: boolean): void => {
    criteria.told(trial({}))
    if (isBetter) criteria.improved()
  }
  for (const isBetter of [false, false, true, false, false]) {
    tell(isBetter)
    expect(criteria.met(0, { complete: [] })).toBeNull()
  }
  tell(false)
  expect(criteria.met(0, { complete: [] })).toEqual({ kind: 'no-improvement', trials: 3 })
})

test('of several objectives every one must come down to its threshold, in one configuration', () => {
  const objectives = ['f', 'g']
  const criteria = new StopCriteria(defineScenario({ ...scenario, objectives, crashCost: 9, terminationCostThreshold: [1, 2] }))
  const of = (cost: readonly number[]) => ({ configuration: { x: 0 }, cost, perInstance: [] })
  expect(criteria.met(0, { complete: [of([0, 3]), of([2, 0])] })).toBeNull()
  expect(criteria.met(0, { complete: [of([0, 3]), of([1, 2])] })).toEqual({ kind: 'cost-threshold', threshold: [1, 2], cost: [1, 2] })
})

test('a run stops when too large a share of its trials has failed, once enough have; what is tolerated can change', () => {
  const criteria = new StopCriteria(defineScenario({ ...scenario, trials: 200, toleratedFailures: { share: 0.25, atLeast: 4 } }))
  const tell = (status: StatusType, times: number): void => {
    for (let i = 0; i < times; i++) criteria.told(trial({ status }))
  }
  tell(StatusType.SUCCESS, 5)
  tell(StatusType.TIMEOUT, 3)
  expect(criteria.met(0, { complete: [] })).toBeNull()
  tell(StatusType.CRASHED, 1)
  expect(criteria.met(0, { complete: [] })).toEqual({ kind: 'failed-share', share: 0.25, failures: 4, trials: 9 })
  criteria.failedShare.tolerated = { share: 0.5, atLeast: 4 }
  expect(criteria.met(0, { complete: [] })).toBeNull()
  tell(StatusType.MEMORYOUT, 2)
  expect(criteria.met(0, { complete: [] })).toMatchObject({ kind: 'failed-share', failures: 6, trials: 11 })
  tell(StatusType.SUCCESS, 1)
  tell(StatusType.STOPPED, 1)
  expect(criteria.met(0, { complete: [] })).toBeNull()
})

test.each([
  [1.5, 'toleratedFailures.share'],
  [{ share: 0.5, atLeast: 0 }, 'toleratedFailures.atLeast'],
  [{ portion: 1 }, 'toleratedFailures.portion'],
  ['half', 'toleratedFailures'],
])('%j tolerates nothing that can be said', (toleratedFailures, option) => {
  expect(() => defineScenario({ ...scenario, toleratedFailures } as Parameters<typeof defineScenario>[0])).toThrow(option)
})
