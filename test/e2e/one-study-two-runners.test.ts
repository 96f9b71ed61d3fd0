import { expect, it } from 'vitest'
import {
  defineStudy,
  float,
  integer,
  LambdaParallelRunner,
  RandomSearch,
  type Runner,
  TargetFunctionRunner,
  type TrialInfo,
} from '../../client/index.ts'
import { openPlace } from '../support/place.ts'
import { fixture } from '../support/scenario.ts'

const study = defineStudy({
  name: 'one-study',
  target: fixture('scattered'),
  space: { index: integer(0, 99), unused: float(0, 1) },
  data: async () => ({ weights: Float64Array.from({ length: 100 }, (_, i) => (i - 40) ** 2), names: new Map([['one', 1]]) }),
  trials: 30,
  seed: 5,
})

async function costs(runner: Runner): Promise<Map<string, unknown>> {
  const seen = new Map<string, unknown>()
  const optimizer = new RandomSearch(study, runner, {
    callbacks: [
      { onTellEnd: (_: unknown, info: TrialInfo, value: { readonly cost: unknown }) => void seen.set(JSON.stringify(info), value.cost) },
    ],
  })
  await optimizer.optimize()
  expect(optimizer.stopReason?.kind).toBe('trials')
  seen.set('incumbent', JSON.stringify([optimizer.incumbent, optimizer.incumbentCost]))
  return seen
}

it('runs unchanged in this process, one trial after the other, and on a cluster, with the same data and the same costs', async () => {
  await using serial = new TargetFunctionRunner({ target: study.target, scenario: study.scenario })
  await using place = await openPlace({ workers: 2 })
  const { cluster } = place
  await using parallel = await LambdaParallelRunner.create(new TargetFunctionRunner({ target: study.target, scenario: study.scenario }), {
    cluster,
    workers: 2,
  })
  const [here, there] = [await costs(serial), await costs(parallel)]
  expect(here.size).toBe(31)
  expect(there).toEqual(here)
})
