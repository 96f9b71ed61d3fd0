import { expect, test } from 'vitest'
import { defineSpace, float } from '../../../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  defineScenario,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
  type ScenarioOptions,
} from '../../../../client/study/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../../../contract/trial.ts'
import { StopRule } from '../../../../execution/thread/stop-rule.ts'
import { InMemoryRunner, type TrialCourse } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { Journals } from './journals.ts'

const space = defineSpace({ x: float(0, 1, { default: 1 }) })
const STEPS = 10
const STEP_MS = 100

/** A trial that reports ten times, as a worker runs it: stopped at the report that is too bad. */
function reporting(costAt: (x: number, step: number) => number): (info: TrialInfo) => TrialCourse {
  return ({ configuration, stopAbove }) => {
    const rule = new StopRule(stopAbove ?? [])
    const reports: { budget: number; cost: number }[] = []
    for (let budget = 1; budget <= STEPS; budget++) {
      const cost = costAt(Number(configuration.x), budget)
      reports.push({ budget, cost })
      const stopped = rule.judge(budget, cost)
      if (stopped === null) continue
      return {
        value: { status: StatusType.STOPPED, cost, additionalInfo: { stopped: { ...stopped }, reports } },
        afterMs: budget * STEP_MS,
      }
    }
    return { value: { cost: reports.at(-1)?.cost ?? 0, additionalInfo: { reports } }, afterMs: STEPS * STEP_MS }
  }
}
const falling = reporting((x, step) => x + 1 / step)
/** The better a configuration is in the end, the worse it looks at the beginning; all rise. */
const rising = reporting((x, step) => step + x)

function scenario(options: Partial<ScenarioOptions> = {}) {
  return defineScenario({ space, trials: 40, seed: 2, earlyStopping: 'median', ...options })
}

async function run(course: (info: TrialInfo) => TrialCourse, options: Partial<ScenarioOptions> = {}, Optimizer = RandomSearch) {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers: 4, course })
  const values: TrialValue[] = []
  const optimizer = new Optimizer(scenario(options), runner, {
    clock,
    callbacks: [{ onTellEnd: (_, __, value) => void values.push(value) }],
  })
  await clock.runUntil(optimizer.optimize())
  return { optimizer, runner, values, elapsedMs: optimizer.summary.figures.elapsedMs }
}

test('trials that are worse than the median of the others are stopped, and the run is sooner done with as good an incumbent', async () => {
  const stopped = await run(falling)
  const whole = await run(falling, { earlyStopping: null })
  expect(stopped.optimizer.summary.figures.statuses.STOPPED).toBeGreaterThan(10)
  expect(whole.optimizer.summary.figures.statuses).toEqual({ SUCCESS: 40 })
  expect(stopped.elapsedMs).toBeLessThan(0.8 * whole.elapsedMs)
  expect(stopped.optimizer.incumbentCost).toBe(whole.optimizer.incumbentCost)
})

test('the first trials, whom nobody can be compared with, are run to their end', async () => {
  const { runner } = await run(falling, { earlyStopping: { rule: 'percentile', minTrials: 8 } })
  expect(runner.submitted.slice(0, 8).every(({ stopAbove }) => stopAbove === undefined)).toBe(true)
  expect(runner.submitted.at(-1)?.stopAbove?.map(({ budget }) => budget)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test.each([RandomSearch, HyperparameterOptimization])(
  'a trial that was stopped never leads, however low its cost then was',
  async (Optimizer) => {
    const { optimizer, values } = await run(rising, {}, Optimizer)
    const stopped = values.filter(({ status }) => status === StatusType.STOPPED)
    expect(stopped.length).toBeGreaterThan(0)
    expect(Math.min(...stopped.map(({ cost }) => Number(cost)))).toBeLessThan(STEPS)
    expect(Number(optimizer.incumbentCost)).toBeGreaterThanOrEqual(STEPS)
    expect(optimizer.history.incumbent()?.costs).toEqual([optimizer.incumbentCost])
  },
)

test.each([
  ['a race', AlgorithmConfiguration, { instances: ['a', 'b', 'c', 'd'] }],
  ['stages', MultiFidelity, { minBudget: 1, maxBudget: 9 }],
])('in %s, a configuration that was stopped is out, and the incumbent is never stopped', (_, Optimizer, options) => {
  const optimizer = new Optimizer(scenario({ trials: 80, ...options }))
  const stopped = new Set<string>()
  for (let trial = 0; trial < 80; trial++)
    for (const info of optimizer.ask()) {
      const key = JSON.stringify(info.configuration)
      expect(stopped).not.toContain(key)
      if (key === JSON.stringify(optimizer.incumbent)) expect(info.stopAbove).toBeUndefined()
      const { value } = rising(info)
      if (value.status === StatusType.STOPPED) stopped.add(key)
      optimizer.tell(info, value)
    }
  expect(stopped.size).toBeGreaterThan(0)
  expect(optimizer.history.counts().SUCCESS).toBeGreaterThan(10)
})

test('a run that is taken up again goes on with the same limits', () => {
  using journals = new Journals()
  const next = (optimizer: RandomSearch): readonly TrialInfo[] => optimizer.ask(3)
  const whole = new RandomSearch(scenario())
  {
    using journal = journals.create('run')
    const optimizer = new RandomSearch(scenario(), null, { journal })
    for (const each of [whole, optimizer])
      for (let trial = 0; trial < 10; trial++) for (const info of each.ask()) each.tell(info, falling(info).value as TrialValue)
  }
  using journal = journals.open('run')
  const resumed = next(new RandomSearch(scenario(), null, { journal }))
  expect(resumed[0]?.stopAbove?.length).toBe(STEPS)
  expect(resumed).toEqual(next(whole))
})

test.each([
  [{ earlyStopping: 'mean' }, 'earlyStopping: rule: expected "median" or "percentile", got "mean"'],
  [{ earlyStopping: 3 }, 'earlyStopping: expected "median", "percentile" or { rule'],
  [{ earlyStopping: { rule: 'median', percentile: 20 } }, 'percentile: expected none with the rule "median", got 20'],
  [{ earlyStopping: { rule: 'percentile', percentile: 0 } }, 'percentile: expected a number between 0 and 100, got 0'],
  [{ earlyStopping: { rule: 'percentile', minTrials: 0 } }, 'minTrials: expected an integer of at least 1'],
  [{ earlyStopping: { rule: 'median', minbudget: 1 } }, 'minbudget'],
  [{ earlyStopping: 'median', objectives: ['a', 'b'] }, 'expected one objective whose reports are compared, got 2'],
])('%o is refused', (options, message) => {
  expect(() => scenario(options as Partial<ScenarioOptions>)).toThrow(message)
})
