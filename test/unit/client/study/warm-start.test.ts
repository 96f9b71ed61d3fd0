import { expect, test } from 'vitest'
import type { ToldTrial } from '../../../../client/history/journal/told-trials.ts'
import { categorical, defineSpace, float } from '../../../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  defineScenario,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
  type ScenarioOptions,
} from '../../../../client/study/index.ts'
import type { Configuration, TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { ended } from '../intensifier/ended.ts'
import { Journals } from './journals.ts'

const space = defineSpace({ x: float(-5, 5, { default: 4 }), kind: categorical(['a', 'b']) })
const cost = ({ configuration: { x, kind } }: TrialInfo): number => (Number(x) - 1) ** 2 + (kind === 'a' ? 0 : 1)
const scenario = (options: Partial<ScenarioOptions> = {}) => defineScenario({ space, trials: 12, seed: 3, ...options })
const key = (configuration: Configuration): string => JSON.stringify([configuration.x, configuration.kind])

/** Trials of an earlier run; the best has a cost of 0.01. */
const earlier: readonly ToldTrial[] = [-4, -2, 0, 0.9, 1.1, 2, 3].flatMap((x) =>
  ['a', 'b'].map((kind) => {
    const info = { configuration: { x, kind } }
    return { info, value: ended(cost(info)) }
  }),
)

test.each([HyperparameterOptimization, RandomSearch])('%o knows what earlier runs found, and runs none of it again', async (Optimizer) => {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers: 2, course: (info) => ({ value: { cost: cost(info) }, afterMs: 100 }) })
  const heard: TrialInfo[] = []
  const callbacks = [{ onTellEnd: (_: unknown, info: TrialInfo) => void heard.push(info) }]
  const optimizer = new Optimizer(scenario(), runner, { clock, warmStart: earlier, callbacks })
  expect(optimizer.warmStart).toMatchObject({ skipped: 0, reason: null })
  expect(optimizer.incumbentCost).toBeCloseTo(0.01)
  await clock.runUntil(optimizer.optimize())
  // All of the run's own trials, and nothing else, count.
  expect(runner.submitted).toHaveLength(12)
  expect(heard).toHaveLength(12)
  expect(optimizer.summary.figures.finished).toBe(12)
  expect(optimizer.history.length).toBe(12 + earlier.length)
  const known = new Set(earlier.map(({ info }) => key(info.configuration)))
  for (const { configuration } of runner.submitted) expect(known).not.toContain(key(configuration))
})

test('a model makes use of it: it begins where the earlier run was good', () => {
  const near = (warmStart: readonly ToldTrial[]): number => {
    const optimizer = new HyperparameterOptimization(scenario({ trials: 8, useDefaultConfiguration: false }), null, { warmStart })
    const asked: number[] = []
    for (let trial = 0; trial < 4; trial++)
      for (const info of optimizer.ask()) {
        asked.push(Math.abs(Number(info.configuration.x) - 1))
        optimizer.tell(info, { cost: cost(info) })
      }
    return asked.reduce((sum, each) => sum + each, 0)
  }
  expect(near(earlier)).toBeLessThan(near([]))
})

test('what does not fit is left out and counted; when nothing fits, the first reason is told', () => {
  const narrow = scenario({ space: defineSpace({ x: float(-1, 5), kind: categorical(['a', 'b']) }) })
  const optimizer = new RandomSearch(narrow, null, { warmStart: earlier })
  expect(optimizer.warmStart.trials).toHaveLength(10)
  expect(optimizer.warmStart).toMatchObject({ skipped: 4, reason: expect.stringContaining('x') })
  const other = scenario({ space: defineSpace({ y: float(0, 1) }) })
  expect(() => new RandomSearch(other, null, { warmStart: earlier })).toThrow(/none of the 14 earlier trials fits this study; the first: /)
  const instances = scenario({ instances: ['i'] })
  expect(() => new AlgorithmConfiguration(instances, null, { warmStart: earlier })).toThrow('instance: expected one of i')
  const budgets = scenario({ minBudget: 1, maxBudget: 9 })
  expect(() => new MultiFidelity(budgets, null, { warmStart: earlier })).toThrow('budget: expected one from 1 to 9')
})

test('a resumed run knows it from its journal', () => {
  using journals = new Journals()
  {
    using journal = journals.create('run')
    const optimizer = new HyperparameterOptimization(scenario(), null, { journal, warmStart: earlier })
    for (const info of optimizer.ask(2)) optimizer.tell(info, { cost: cost(info) })
    optimizer.ask(2)
  }
  using journal = journals.open('run')
  const again = new HyperparameterOptimization(scenario(), null, { journal })
  expect(again.history.length).toBe(earlier.length + 2)
  expect(Number(again.incumbentCost)).toBeLessThanOrEqual(0.0101)
})
