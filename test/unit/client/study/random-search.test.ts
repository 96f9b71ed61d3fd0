import { describe, expect, test } from 'vitest'
import { float } from '../../../../client/space/index.ts'
import type { Callback } from '../../../../client/study/callback.ts'
import { RandomSearch, type RandomSearchOptions } from '../../../../client/study/random-search.ts'
import { defineScenario } from '../../../../client/study/scenario.ts'
import { defineStudy } from '../../../../client/study/study.ts'
import type { Configuration, TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner, type TrialCourse } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { setUp, space, square, success } from './random-search-run.ts'

describe('a run', () => {
  test('runs as many trials as the scenario says and gives the best configuration', async () => {
    const { clock, runner, optimizer } = setUp()
    const incumbent = await clock.runUntil(optimizer.optimize())
    expect(runner.submitted).toHaveLength(20)
    expect(optimizer.history.length).toBe(20)
    const best = Math.min(...runner.submitted.map(square))
    expect(optimizer.incumbentCost).toBe(best)
    expect((incumbent?.x as number) ** 2).toBe(best)
    expect(optimizer.stopReason).toMatchObject({ kind: 'trials', trials: 20, sentence: 'all 20 trials were run' })
  })

  test('tries the default configuration first, no configuration twice, and tells what the run came to', async () => {
    const { clock, runner, optimizer } = setUp()
    await clock.runUntil(optimizer.optimize())
    expect(runner.submitted[0]?.configuration).toEqual({ x: 4 })
    expect(new Set(runner.submitted.map(({ configuration }) => configuration.x)).size).toBe(20)
    const { default: initial, incumbent, perInstance, figures } = optimizer.summary
    expect(initial?.cost).toBe(16)
    const [row] = perInstance
    expect(row).toMatchObject({ incumbent: incumbent?.perInstance[0]?.value, default: { meanCost: 16 } })
    expect(figures).toMatchObject({ finished: 20, statuses: { SUCCESS: 20 }, elapsedMs: 500, meanWorkers: 4, utilisation: 1 })
  })

  test('the same seed asks for the same trials, another seed for others, in both designs', async () => {
    const asked = (options: RandomSearchOptions): readonly Configuration[] =>
      new RandomSearch(defineScenario({ space }), null, options).ask(10).map(({ configuration }) => configuration)
    for (const design of ['sobol', 'uniform'] as const) {
      expect(asked({ design, seed: 7 })).toEqual(asked({ design, seed: 7 }))
      expect(asked({ design, seed: 7 })).not.toEqual(asked({ design, seed: 8 }))
    }
    expect(asked({ design: 'sobol' })).not.toEqual(asked({ design: 'uniform' }))
  })

  test('keeps every worker busy and never has more in flight than there are', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { trials: 50 }, runner: { workers: 7 } })
    await clock.runUntil(optimizer.optimize())
    expect(runner.mostInFlight).toBe(7)
    expect(optimizer.summary.figures.elapsedMs).toBe(800)
  })

  test("the scenario's workers are a maximum", async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { workers: 2 } })
    await clock.runUntil(optimizer.optimize())
    expect(runner.mostInFlight).toBe(2)
    expect(optimizer.summary.figures.meanWorkers).toBe(2)
  })

  test('follows the number of workers while it runs', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { trials: 1_000 }, runner: { workers: 2 } })
    const done = optimizer.optimize()
    await clock.advance(250)
    expect(runner.inFlight).toHaveLength(2)
    runner.setWorkers(8)
    await clock.advance(200)
    expect(runner.inFlight).toHaveLength(8)
    runner.setWorkers(3)
    await clock.advance(200)
    expect(runner.inFlight).toHaveLength(3)
    await clock.runUntil(done)
    expect(optimizer.history.length).toBe(1_000)
  })

  test('a slow submission does not keep other workers waiting', async () => {
    const { clock, runner, optimizer } = setUp({ runner: { workers: 4, acceptMs: 50 } })
    const done = optimizer.optimize()
    await clock.advance(10)
    expect(runner.inFlight).toHaveLength(4)
    await clock.runUntil(done)
    expect(optimizer.history.length).toBe(20)
  })

  test('one trial that takes long does not hold up the others', async () => {
    const course = (info: TrialInfo): TrialCourse => ({ value: { cost: 1 }, afterMs: info.configuration.x === 4 ? 60_000 : 10 })
    const { clock, optimizer } = setUp({ scenario: { trials: 100 }, runner: { workers: 2, course } })
    const done = optimizer.optimize()
    await clock.advance(1_500)
    expect(optimizer.history.length).toBe(99)
    await clock.runUntil(done)
    expect(optimizer.history.length).toBe(100)
  })

  test('gives the targets the data of the study, or of the call', async () => {
    const clock = new VirtualClock()
    const runner = new InMemoryRunner({ clock, workers: 4, course: success })
    const target = new URL('./target.ts', import.meta.url)
    const study = defineStudy({ name: 's', target, space: { x: float(0, 1) }, data: async () => ({ table: [1] }), trials: 3 })
    await clock.runUntil(new RandomSearch(study, runner, { clock }).optimize())
    await clock.runUntil(new RandomSearch(study, runner, { clock }).optimize({ data: 'other' }))
    expect(runner.data).toEqual([{ table: [1] }, { table: [1] }, { table: [1] }, 'other', 'other', 'other'])
  })

  test('runs every configuration on every instance, with the same seed and the greatest budget', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { instances: ['a', 'b', 'c'], trials: 9, maxBudget: 3, minBudget: 1 } })
    await clock.runUntil(optimizer.optimize())
    expect(runner.submitted.map(({ instance }) => instance)).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'])
    expect(new Set(runner.submitted.map(({ seed }) => seed)).size).toBe(1)
    expect(runner.submitted.every(({ budget, seed }) => budget === 3 && Number.isInteger(seed))).toBe(true)
    expect(optimizer.summary.perInstance.map(({ instance }) => instance)).toEqual(['a', 'b', 'c'])
    expect(optimizer.history.configurationCount).toBe(3)
  })

  test('a deterministic scenario gives every trial seed 0', () => {
    const [trial] = new RandomSearch(defineScenario({ space, deterministic: true, seed: 5 })).ask()
    expect(trial?.seed).toBe(0)
  })
})

describe('ask and tell', () => {
  test('work without a runner', () => {
    const optimizer = new RandomSearch(defineScenario({ space }))
    for (const info of optimizer.ask(5)) optimizer.tell(info, { cost: square(info) })
    expect(optimizer.history.length).toBe(5)
    expect(optimizer.incumbentCost).toBeTypeOf('number')
    expect(optimizer.stopReason).toBeNull()
  })

  test('take trials that were never asked for, and do not ask for them again', () => {
    const optimizer = new RandomSearch(defineScenario({ space }))
    optimizer.tell({ configuration: { x: 4 } }, { cost: 16 })
    optimizer.tell({ configuration: { x: 0.5 }, seed: 3 }, { cost: 0.25, runtimeMs: 12 })
    expect(optimizer.incumbent).toEqual({ x: 0.5 })
    expect(optimizer.ask(20).some(({ configuration }) => configuration.x === 4)).toBe(false)
  })

  test('trials that were told count into a run', async () => {
    const { clock, runner, optimizer } = setUp()
    for (const info of optimizer.ask(5)) optimizer.tell(info, { cost: 100 })
    await clock.runUntil(optimizer.optimize())
    expect(runner.submitted).toHaveLength(15)
  })

  test('optimize without a runner says so; ask checks its number', async () => {
    const optimizer = new RandomSearch(defineScenario({ space }))
    await expect(optimizer.optimize()).rejects.toThrow('optimize: runner: expected a runner, got none; or use ask and tell')
    expect(() => optimizer.ask(0)).toThrow('ask: n: expected an integer of at least 1, got 0')
  })

  test('an unknown option or design names what there is', () => {
    const scenario = defineScenario({ space })
    expect(() => new RandomSearch(scenario, null, { desing: 'sobol' } as RandomSearchOptions)).toThrow('did you mean "design"?')
    expect(() => new RandomSearch(scenario, null, { design: 'halton' as 'sobol' })).toThrow(
      'design: expected "sobol" or "uniform", got "halton"',
    )
  })
})

test('callbacks are called at their points, in order', async () => {
  const points: string[] = []
  const note = (point: string) => (): void => void points.push(point)
  const callback: Callback = {
    onStart: note('start'),
    onEnd: note('end'),
    onIterationStart: note('iteration start'),
    onIterationEnd: note('iteration end'),
    onAskStart: note('ask start'),
    onAskEnd: note('ask end'),
    onTrialSubmitted: note('submitted'),
    onTellStart: note('tell start'),
    onTellEnd: note('tell end'),
    onIncumbent: note('incumbent'),
  }
  const { clock, optimizer } = setUp({ scenario: { trials: 1 }, options: { callbacks: [callback] } })
  await clock.runUntil(optimizer.optimize())
  expect(points.filter((point) => !point.startsWith('iteration'))).toEqual([
    'start',
    'ask start',
    'ask end',
    'submitted',
    'tell start',
    'incumbent',
    'tell end',
    'end',
  ])
  expect(points.slice(0, 5)).toEqual(['start', 'iteration start', 'ask start', 'ask end', 'iteration end'])
})
