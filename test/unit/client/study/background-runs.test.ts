import { expect, test } from 'vitest'
import type { RunJournal } from '../../../../client/history/journal/run-journal.ts'
import { systemClock } from '../../../../client/runner/clock.ts'
import { categorical, defineSpace, float, integer, when } from '../../../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  BlackBox,
  type Callback,
  defineScenario,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  type ObservedOptimizer,
  RandomSearch,
} from '../../../../client/study/index.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { Journals } from './journals.ts'

const space = defineSpace({ x: float(-5, 5), kind: categorical(['a', 'b']), depth: when({ kind: 'a' }, integer(1, 9)) })
const cost = ({ configuration: { x, kind, depth = 0 }, instance, budget }: TrialInfo): number =>
  Number(instance ?? 1) * (1 + Number(x) ** 2 + (kind === 'a' ? Math.abs(Number(depth) - 4) : 3)) + 1 / (budget ?? 1)

const whole = { space, trials: 40, seed: 4 }
const instances = { ...whole, instances: ['1', '2', '3'] }
const budgets = { ...whole, minBudget: 1, maxBudget: 9 }

/** In real time, as proposals are made in a thread. The order in which trials end is another one each time. */
test.each([
  [HyperparameterOptimization, whole],
  [BlackBox, whole],
  [AlgorithmConfiguration, instances],
  [MultiFidelity, budgets],
  [Hyperband, budgets],
  [RandomSearch, whole],
] as const)('%o: what many workers did is replayed to the same proposals, and goes on as it would have', async (Optimizer, options) => {
  using journals = new Journals()
  const scenario = defineScenario({ ...options, crashCost: 1e3 })
  const told: TrialInfo[] = []
  let ends = 0
  const course = (info: TrialInfo) => ({ value: { cost: cost(info) }, afterMs: 2 + ((7 * ends++) % 5) })
  const session = async (journal: RunJournal, trials: number): Promise<void> => {
    const runner = new InMemoryRunner({ clock: systemClock, workers: 20, course })
    const callbacks = [{ onTellEnd: (_: unknown, info: TrialInfo) => void told.push(info) }]
    const optimizer = new Optimizer(scenario, runner, { journal, trials, callbacks })
    await optimizer.optimize()
    expect(optimizer.stopReason?.kind).toBe('trials')
    // What is asked for by hand afterwards is made in place.
    expect(optimizer.ask(3)).toHaveLength(3)
  }
  {
    using journal = journals.create('run')
    await session(journal, 40)
  }
  // A replay compares each proposal with the one that was written down, and throws when one differs.
  {
    using journal = journals.open('run')
    await session(journal, 55)
  }
  using journal = journals.open('run')
  const again = new Optimizer(scenario, null, { journal })
  const asHistory = told.map(({ configuration, instance, seed, budget }) => ({ configuration, instance, seed, budget }))
  expect([...again.history].map(({ info }) => info)).toEqual(asHistory)
})

test.each([
  ['while a trial runs', { onAskEnd: true }],
  ['while the next proposal is made', { onAskEnd: false }],
] as const)('with one worker, a run that is killed %s and resumed is the one that goes on', async (_, { onAskEnd }) => {
  using journals = new Journals()
  const scenario = defineScenario(whole)
  const run = async (journal: RunJournal, callbacks: readonly Callback[] = []): Promise<readonly unknown[]> => {
    const runner = new InMemoryRunner({ clock: systemClock, workers: 1, course: (info) => ({ value: { cost: cost(info) }, afterMs: 1 }) })
    const optimizer = new HyperparameterOptimization(scenario, runner, { journal, callbacks })
    await optimizer.optimize()
    return [...optimizer.history].map(({ info }) => info)
  }
  const kill = ({ history }: ObservedOptimizer): void => {
    if ([14, 17, 23].includes(history.length)) journals.copy('run', `killed-${history.length}`)
  }
  const begin = async (): Promise<readonly unknown[]> => {
    using journal = journals.create('run')
    return await run(journal, [onAskEnd ? { onTrialSubmitted: kill } : { onIterationEnd: kill }])
  }
  const expected = await begin()
  for (const trials of [14, 17, 23]) {
    {
      using journal = journals.open(`killed-${trials}`)
      expect(await run(journal)).toEqual(expected)
    }
    // Both sessions are replayed.
    using journal = journals.open(`killed-${trials}`)
    expect(new HyperparameterOptimization(scenario, null, { journal }).history.length).toBe(40)
  }
})
