import { expect, test } from 'vitest'
import { defineSpace, float } from '../../../../client/space/index.ts'
import type { Callback } from '../../../../client/study/callback.ts'
import { RandomSearch } from '../../../../client/study/random-search.ts'
import { defineScenario, type ScenarioOptions } from '../../../../client/study/scenario.ts'
import { StatusType } from '../../../../contract/status.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const WORKERS = 200
const space = defineSpace({ x: float(-5, 5) })

/** Every worker has a trial, and all end at the same moment; the first one costs nothing. */
async function allEndAtOnce(options: Partial<ScenarioOptions>, others: { cost: number; status: StatusType }, callback: Callback = {}) {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers: WORKERS, course: () => ({ value: {}, afterMs: null }) })
  const optimizer = new RandomSearch(defineScenario({ space, trials: WORKERS, ...options }), runner, { clock, callbacks: [callback] })
  const run = optimizer.optimize()
  await clock.advance(50)
  expect(runner.inFlight).toHaveLength(WORKERS)
  for (const [at, info] of runner.inFlight.entries()) runner.finish(info, at === 0 ? { cost: 0 } : others)
  await clock.runUntil(run)
  return optimizer
}

test('hundreds of workers that end at once are served in parts, with everybody else’s turn in between', async () => {
  let [atOnce, most] = [0, 0]
  const count = (): void => {
    most = Math.max(most, ++atOnce)
  }
  const callback = {
    onIterationStart: () => {
      atOnce = 0
    },
    onAskEnd: count,
    onTellStart: count,
  }
  const optimizer = await allEndAtOnce({}, { cost: 1, status: StatusType.SUCCESS }, callback)
  expect(optimizer.history.length).toBe(WORKERS)
  expect(most).toBe(32)
})

test('what came before a run ended is told to its end', async () => {
  const crashed = { cost: Number.POSITIVE_INFINITY, status: StatusType.CRASHED }
  const optimizer = await allEndAtOnce({ terminationCostThreshold: 1, toleratedFailures: 1 }, crashed)
  expect(optimizer.stopReason?.kind).toBe('cost-threshold')
  expect(optimizer.summary.figures).toMatchObject({ finished: WORKERS, cancelled: 0, statuses: { SUCCESS: 1, CRASHED: WORKERS - 1 } })
})
