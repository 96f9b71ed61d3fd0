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
