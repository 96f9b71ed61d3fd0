import { describe, expect, test } from 'vitest'
import { defineSpace, float } from '../../../../client/space/index.ts'
import type { Callback } from '../../../../client/study/callback.ts'
import {
  AlgorithmConfiguration,
  defineScenario,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
} from '../../../../client/study/index.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const POINTS = [
  'onStart',
  'onEnd',
  'onIterationStart',
  'onIterationEnd',
  'onAskStart',
  'onAskEnd',
  'onNextConfigurationsStart',
  'onNextConfigurationsEnd',
  'onTrialSubmitted',
  'onTellStart',
  'onTellEnd',
  'onIncumbent',
] as const satisfies readonly (keyof Callback)[]
const scenario = defineScenario({ space: defineSpace({ x: float(-5, 5) }), trials: 8, minBudget: 1, maxBudget: 9 })

/** One worker; hears every point, and answers false at one of them. */
async function run(Optimizer: typeof RandomSearch, falseAt: keyof Callback | null = null) {
  const heard: (keyof Callback)[] = []
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({
    clock,
    workers: 1,
    course: ({ configuration: { x } }) => ({ value: { cost: Number(x) ** 2 }, afterMs: 50 }),
  })
  const hear = (point: keyof Callback) => (): boolean => {
    heard.push(point)
    return point !== falseAt
  }
  const callback: Callback = Object.fromEntries(POINTS.map((point) => [point, hear(point)]))
  const optimizer = new Optimizer(scenario, runner, { clock, callbacks: [callback] })
  await clock.runUntil(optimizer.optimize())
  return { optimizer, runner, heard }
}

describe.each([RandomSearch, HyperparameterOptimization, AlgorithmConfiguration, MultiFidelity, Hyperband])('%o', (Optimizer) => {
  test('calls every point, in order', async () => {
    const { heard } = await run(Optimizer)
    expect(new Set(heard)).toEqual(new Set(POINTS))
    expect(heard.slice(0, 7)).toEqual([
      'onStart',
      'onIterationStart',
      'onAskStart',
      'onNextConfigurationsStart',
      'onNextConfigurationsEnd',
      'onAskEnd',
      'onIterationEnd',
    ])
    expect(heard.at(-1)).toBe('onEnd')
    for (const point of ['onAskEnd', 'onTrialSubmitted', 'onTellStart', 'onTellEnd'] as const)
      expect(heard.filter((each) => each === point)).toHaveLength(8)
  })
})

test.each(POINTS.filter((point) => point !== 'onEnd'))('false at %s stops the run, and the reason names the point', async (point) => {
  const { optimizer, runner } = await run(RandomSearch, point)
  expect(optimizer.stopReason).toMatchObject({ kind: 'callback', point, sentence: `a callback answered false at ${point}` })
  expect(runner.submitted.length).toBeLessThan(3)
})

test('a point that is misspelt, or is no function, is refused; a class of one’s own may have more', () => {
  const of = (callback: object) => () => new RandomSearch(scenario, null, { callbacks: [callback] })
  expect(of({ onTelEnd: () => false })).toThrow('RandomSearch: callbacks[0].onTelEnd: there is no such point; did you mean "onTellEnd"?')
  expect(of({ onTellEnd: true })).toThrow('RandomSearch: callbacks[0].onTellEnd: expected a function, got true (boolean)')
  class Counting implements Callback {
    count = 0
    onTellEnd(): void {
      this.count++
    }
  }
  const counting = new Counting()
  const optimizer = of(counting)()
  optimizer.tell({ configuration: { x: 1 } }, { cost: 1 })
  expect(counting.count).toBe(1)
})
