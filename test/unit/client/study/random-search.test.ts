import { describe, expect, test } from 'vitest'
import { NoWorkersError, RunnerClosedError } from '../../../../client/runner/errors.ts'
import { categorical, defineSpace, float } from '../../../../client/space/index.ts'
import type { Callback } from '../../../../client/study/callback.ts'
import { RandomSearch, type RandomSearchOptions } from '../../../../client/study/random-search.ts'
import { defineScenario, type ScenarioOptions } from '../../../../client/study/scenario.ts'
import { defineStudy } from '../../../../client/study/study.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { Configuration, TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner, type InMemoryRunnerOptions, type TrialCourse } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const space = defineSpace({ x: float(-5, 5, { default: 4 }) })
const square = ({ configuration }: TrialInfo): number => (configuration.x as number) ** 2
const success = (info: TrialInfo): TrialCourse => ({ value: { cost: square(info) }, afterMs: 100 })
const crash = (): TrialCourse => ({
  value: { status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY, additionalInfo: { error: 'boom' } },
  afterMs: 100,
})

interface Setting {
  readonly scenario?: Partial<ScenarioOptions>
  readonly runner?: Partial<InMemoryRunnerOptions>
  readonly options?: RandomSearchOptions
}

function setUp({ scenario = {}, runner: runnerOptions = {}, options = {} }: Setting = {}) {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers: 4, course: success, ...runnerOptions })
  const optimizer = new RandomSearch(defineScenario({ space, trials: 20, ...scenario }), runner, { clock, ...options })
  return { clock, runner, optimizer }
}

/** Runs it, and interrupts the run after so many ms. */
async function interrupted(optimizer: RandomSearch, clock: VirtualClock, afterMs: number): Promise<void> {
  const controller = new AbortController()
  const done = optimizer.optimize({ signal: controller.signal })
  await clock.advance(afterMs)
  controller.abort()
  await clock.runUntil(done)
}

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

describe('a run ends', () => {
  test('when its time is over: in-flight trials are cancelled and tell nothing', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { runTimeLimitMs: 1_050, trials: 1_000 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason).toMatchObject({ kind: 'run-time', sentence: "the run's time limit of 1050 ms is over" })
    expect(runner.inFlight).toHaveLength(0)
    expect(optimizer.summary.figures).toMatchObject({ finished: 40, cancelled: 4, elapsedMs: 1_050, statuses: { SUCCESS: 40 } })
    expect(optimizer.history.length).toBe(40)
    expect(runner.deadline).toBe(Number.POSITIVE_INFINITY)
  })

  test('when the trials have used their CPU time', async () => {
    const { clock, optimizer } = setUp({ scenario: { cpuTimeLimitMs: 1_000 }, runner: { workers: 1 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason).toMatchObject({ kind: 'cpu-time', usedMs: 1_000 })
    expect(optimizer.history.length).toBe(10)
  })

  test('when the incumbent reaches the cost threshold', async () => {
    const { clock, runner, optimizer } = setUp({ scenario: { terminationCostThreshold: 1, trials: 1_000 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason?.kind).toBe('cost-threshold')
    expect(optimizer.incumbentCost).toBeLessThanOrEqual(1)
    expect(runner.inFlight).toHaveLength(0)
  })

  test('when a callback answers false', async () => {
    const stopAt20: Callback = { onTellEnd: ({ history }) => history.length < 20 }
    const { clock, optimizer } = setUp({ scenario: { trials: 25 }, runner: { workers: 1 }, options: { callbacks: [stopAt20] } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason).toMatchObject({ kind: 'callback', point: 'onTellEnd' })
    expect(optimizer.history.length).toBe(20)
  })

  test('when a finite space is used up', async () => {
    const small = defineSpace({ a: categorical(['p', 'q', 'r']), b: categorical([0, 1]) })
    const { clock, optimizer } = setUp({ scenario: { space: small, trials: 100 }, runner: { course: () => ({ value: {}, afterMs: 5 }) } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.stopReason?.sentence).toBe('all 6 configurations of the space were run')
    expect(optimizer.history.length).toBe(6)
    expect(optimizer.ask(3)).toEqual([])
  })

  test('when its first trials all crash, with what they said; not when the first one succeeded', async () => {
    const { clock, optimizer } = setUp({ scenario: { stopAfterFirstCrashes: 5 }, runner: { workers: 1, course: crash } })
    expect(await clock.runUntil(optimizer.optimize())).toBeNull()
    expect(optimizer.history.length).toBe(5)
    expect(optimizer.stopReason?.sentence).toBe('the first 5 trials all crashed (stopAfterFirstCrashes); the last one said: boom')

    const course = (info: TrialInfo): TrialCourse => (info.configuration.x === 4 ? success(info) : crash())
    const other = setUp({ scenario: { stopAfterFirstCrashes: 5 }, runner: { workers: 1, course } })
    expect(await other.clock.runUntil(other.optimizer.optimize())).toEqual({ x: 4 })
    expect(other.optimizer.history.length).toBe(20)
    expect(other.optimizer.summary.figures.statuses).toEqual({ SUCCESS: 1, CRASHED: 19 })
  })

  test('when there is no worker for the time of patience: what was found is kept', async () => {
    const { clock, runner, optimizer } = setUp()
    const done = optimizer.optimize()
    await clock.advance(110)
    runner.setWorkers(0)
    await expect(clock.runUntil(done)).rejects.toBeInstanceOf(NoWorkersError)
    expect(optimizer.stopReason).toMatchObject({ kind: 'no-workers', sentence: expect.stringContaining('no worker for 5 s') })
    expect(optimizer.history.length).toBe(8)
  })

  test('no worker for a moment is no error', async () => {
    const { clock, runner, optimizer } = setUp({ runner: { workers: 0 } })
    const done = optimizer.optimize()
    await clock.advance(2_000)
    runner.setWorkers(3)
    await clock.runUntil(done)
    expect(optimizer.history.length).toBe(20)
  })

  test('when the runner fails, a callback throws, or the data cannot be had: with that error', async () => {
    const closed = setUp()
    await closed.runner.close()
    await expect(closed.clock.runUntil(closed.optimizer.optimize())).rejects.toBeInstanceOf(RunnerClosedError)
    expect(closed.optimizer.stopReason?.kind).toBe('failed')

    const broken: Callback = {
      onTellEnd: () => {
        throw new RangeError('in a callback')
      },
    }
    const throwing = setUp({ options: { callbacks: [broken] } })
    await expect(throwing.clock.runUntil(throwing.optimizer.optimize())).rejects.toThrow('in a callback')
    expect(throwing.runner.inFlight).toHaveLength(0)

    const { clock, optimizer } = setUp()
    const data = (): never => {
      throw new Error('no such table')
    }
    await expect(clock.runUntil(optimizer.optimize({ data }))).rejects.toThrow('study "study": data: the function threw: no such table')
    expect(optimizer.stopReason?.kind).toBe('failed')
  })

  test('when a callback throws before the first trial: with that error as its reason', async () => {
    const ends: (string | undefined)[] = []
    const broken: Callback = {
      onStart: () => {
        throw new RangeError('at the start')
      },
      onEnd: ({ stopReason }) => void ends.push(stopReason?.kind),
    }
    const { clock, optimizer } = setUp({ options: { callbacks: [broken] } })
    await expect(clock.runUntil(optimizer.optimize())).rejects.toThrow('at the start')
    expect(optimizer.stopReason).toMatchObject({ kind: 'failed', sentence: 'at the start' })
    expect(ends).toEqual(['failed'])
  })

  test('when a runner forgets the trials it accepted', async () => {
    const { clock, runner, optimizer } = setUp({ runner: { course: () => ({ value: {}, afterMs: null }) } })
    runner.isRunning = () => false
    runner.wait = async () => {}
    await expect(clock.runUntil(optimizer.optimize())).rejects.toThrow('the runner is idle, yet 4 trials that it accepted have no result')
  })
})

describe('an interrupted run', () => {
  test('does not wait for data that do not come', async () => {
    const { clock, runner, optimizer } = setUp()
    const controller = new AbortController()
    const run = optimizer.optimize({ data: () => new Promise(() => {}), signal: controller.signal })
    controller.abort()
    expect(await clock.runUntil(run)).toBeNull()
    expect(optimizer.stopReason?.kind).toBe('interrupted')
    expect(runner.submitted).toHaveLength(0)
  })

  test('lets finish what is about to, cancels the rest, and keeps what was found', async () => {
    const course = (info: TrialInfo): TrialCourse => ({ value: { cost: 1 }, afterMs: info.configuration.x === 4 ? 60_000 : 300 })
    const { clock, runner, optimizer } = setUp({ scenario: { trials: 1_000 }, runner: { course } })
    await interrupted(optimizer, clock, 400)
    expect(optimizer.stopReason).toMatchObject({ kind: 'interrupted', sentence: 'the run was interrupted' })
    expect(optimizer.summary.figures).toMatchObject({ finished: 6, cancelled: 1, elapsedMs: 2_400 })
    expect(runner.cancellations).toEqual(['the run ended: interrupted'])
  })

  test('does not wait when nothing is in flight', async () => {
    const { clock, runner, optimizer } = setUp()
    await clock.runUntil(optimizer.optimize({ signal: AbortSignal.abort() }))
    expect(runner.submitted).toHaveLength(0)
    expect(optimizer.stopReason?.kind).toBe('interrupted')
  })

  test('goes on when it is called again, up to the same number of trials', async () => {
    const { clock, runner, optimizer } = setUp()
    await interrupted(optimizer, clock, 150)
    expect(optimizer.history.length).toBe(8)
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.history.length).toBe(20)
    expect(new Set(runner.submitted.map(({ configuration }) => configuration.x)).size).toBe(runner.submitted.length)
  })

  test('what was cut is run again when it goes on, before anything else', async () => {
    const { clock, runner, optimizer } = setUp({ options: { graceMs: 0 } })
    await interrupted(optimizer, clock, 150)
    expect(optimizer.history.length).toBe(4)
    await clock.runUntil(optimizer.optimize({ signal: AbortSignal.abort() }))
    await clock.runUntil(optimizer.optimize())
    expect(runner.submitted.slice(8, 12)).toEqual(runner.submitted.slice(4, 8))
    expect(new Set(runner.submitted).size).toBe(20)
    expect(new Set([...optimizer.history].map(({ info }) => info.configuration.x)).size).toBe(20)
  })
})

describe('a runner that cannot cancel', () => {
  const withoutCancel = (setting: Setting = {}) => {
    const parts = setUp(setting)
    Object.defineProperty(parts.runner, 'cancel', { value: undefined })
    return parts
  }

  test('keeps what is in flight; the next run takes in its own successes, and no other optimizer’s trials', async () => {
    const stop: Callback = { onTellEnd: ({ history }) => history.length !== 4 }
    const { clock, runner, optimizer } = withoutCancel({ options: { callbacks: [stop] } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.summary.figures).toMatchObject({ finished: 4, cancelled: 3 })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.history.length).toBe(20)

    const one = withoutCancel({ options: { callbacks: [stop] }, runner: { workers: 8 } })
    await one.clock.runUntil(one.optimizer.optimize())
    await one.clock.advance(1_000)
    const other = new RandomSearch(defineScenario({ space, trials: 3 }), one.runner, { clock: one.clock })
    await one.clock.runUntil(other.optimize())
    expect(other.history.length).toBe(3)
    expect(runner.cancellations).toEqual([])
  })

  test('but ends trials at the deadline, still ends a run on time', async () => {
    const { clock, optimizer } = withoutCancel({ scenario: { runTimeLimitMs: 1_050, trials: 1_000 } })
    await clock.runUntil(optimizer.optimize())
    expect(optimizer.summary.figures).toMatchObject({ finished: 40, cancelled: 4, elapsedMs: 1_050 })
  })
})

test('two optimizers cannot share a runner at the same time, only one after the other', async () => {
  const { clock, runner, optimizer } = setUp()
  const other = new RandomSearch(defineScenario({ space, trials: 5 }), runner, { clock })
  const first = optimizer.optimize()
  await expect(other.optimize()).rejects.toThrow('optimize: runner: another optimizer is using this runner')
  await clock.runUntil(first)
  expect(optimizer.history.length).toBe(20)
  await clock.runUntil(other.optimize())
  expect(other.history.length).toBe(5)
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
