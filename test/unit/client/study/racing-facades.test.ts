import { expect, test } from 'vitest'
import { defineSpace, float, integer } from '../../../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  defineScenario,
  defineStudy,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  makeOptimizer,
  type ScenarioOptions,
} from '../../../../client/study/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const space = defineSpace({ x: float(-1, 1, { default: 1 }) })
const INSTANCES = ['1', '2', '3', '4']
const scenario = (options: Partial<ScenarioOptions> = {}) =>
  defineScenario({ space, trials: 60, instances: INSTANCES, seed: 1, ...options })

function runnerOf(workers: number, costOf: (info: TrialInfo) => number) {
  const clock = new VirtualClock()
  return { clock, runner: new InMemoryRunner({ clock, workers, course: (info) => ({ value: { cost: costOf(info) }, afterMs: 100 }) }) }
}

const cost = ({ configuration, instance }: TrialInfo): number => Number(instance ?? 1) * (1 + (Number(configuration.x) - 0.25) ** 2)

test('algorithm configuration finds more configurations than it could run on all instances, and its incumbent was run on all', () => {
  const optimizer = new AlgorithmConfiguration(scenario())
  for (let trial = 0; trial < 60; trial++) for (const info of optimizer.ask()) optimizer.tell(info, { cost: cost(info) })
  expect(optimizer.history.configurationCount).toBeGreaterThan(60 / INSTANCES.length)
  const { incumbent } = optimizer.summary
  expect(incumbent?.perInstance.map(({ instance }) => instance)).toEqual(INSTANCES)
  expect(Math.abs(Number(optimizer.incumbent?.x) - 0.25)).toBeLessThan(0.3)
  expect(optimizer.incumbentCost).toBeCloseTo(2.5 * (1 + (Number(optimizer.incumbent?.x) - 0.25) ** 2), 1)
})

test('the incumbent keeps what its trials told', () => {
  const optimizer = new AlgorithmConfiguration(scenario())
  for (let trial = 0; trial < 30; trial++)
    for (const info of optimizer.ask()) optimizer.tell(info, { cost: cost(info), additionalInfo: { instance: info.instance ?? '' } })
  for (const { instance, value } of optimizer.summary.incumbent?.perInstance ?? []) expect(value.additionalInfo).toEqual({ instance })
})

test('the cost on an instance is the mean over its seeds, and the costs of the instances add up to the incumbent’s', () => {
  const optimizer = new AlgorithmConfiguration(scenario())
  const noisy = (info: TrialInfo): number => cost(info) + (Number(info.seed) % 7)
  for (let trial = 0; trial < 60; trial++) for (const info of optimizer.ask()) optimizer.tell(info, { cost: noisy(info) })
  const { perInstance, incumbent } = optimizer.summary
  const key = JSON.stringify(incumbent?.configuration)
  const trials = [...optimizer.history].filter(({ info }) => JSON.stringify(info.configuration) === key)
  for (const { instance, incumbent: outcome } of perInstance) {
    const costs = trials.filter(({ info }) => info.instance === instance).map(({ outcome: { cost: one } }) => Number(one))
    expect(outcome?.meanCost).toBeCloseTo(costs.reduce((sum, one) => sum + one, 0) / costs.length)
  }
  expect(trials.length).toBeGreaterThan(perInstance.length)
})

test('a threshold counts only once the incumbent was run on every instance', async () => {
  const { clock, runner } = runnerOf(1, (info) => (info.instance === '1' ? 0 : 10))
  const optimizer = new AlgorithmConfiguration(scenario({ terminationCostThreshold: 7.5 }), runner, { clock })
  await clock.runUntil(optimizer.optimize())
  expect(optimizer.stopReason?.kind).toBe('cost-threshold')
  expect(optimizer.summary.incumbent?.perInstance).toHaveLength(4)
})

test('a race is for one objective', () => {
  expect(() => new AlgorithmConfiguration(scenario({ objectives: ['a', 'b'] }))).toThrow('expected one objective to race for, got 2')
})

test('configurations given beforehand are run first, after the default one', () => {
  const optimizer = new AlgorithmConfiguration(scenario(), null, { initialConfigurations: [{ x: 0.5 }, { x: -0.5 }] })
  expect(optimizer.ask(3).map(({ configuration }) => configuration.x)).toEqual([1, 0.5, -0.5])
})

test.each([Hyperband, MultiFidelity])('%o leads by the highest budget that was run', (Facade) => {
  const optimizer = new Facade(scenario({ instances: null, minBudget: 1, maxBudget: 9 }))
  const budgets = new Set<unknown>()
  for (let trial = 0; trial < 40; trial++)
    for (const info of optimizer.ask()) {
      budgets.add(info.budget)
      // At the least budget everything looks the other way round.
      optimizer.tell(info, { cost: info.budget === 1 ? -cost(info) - 100 : cost(info) })
    }
  expect(budgets).toEqual(new Set([1, 3, 9]))
  expect(Number(optimizer.incumbentCost)).toBeGreaterThan(0)
})

test('multi-fidelity needs two budgets', () => {
  expect(() => new MultiFidelity(scenario())).toThrow('expected a minBudget below the maxBudget in the scenario, got none')
  expect(() => new Hyperband(scenario({ minBudget: 1, maxBudget: 9 }), null, { eta: 1 })).toThrow('eta: expected a number above 1, got 1')
})

test('a run without a new incumbent for so many trials says so', async () => {
  const { clock, runner } = runnerOf(2, () => 1)
  const optimizer = new AlgorithmConfiguration(scenario({ trialsWithoutImprovement: 7, instances: null }), runner, { clock })
  await clock.runUntil(optimizer.optimize())
  expect(optimizer.stopReason).toMatchObject({ kind: 'no-improvement', trials: 7 })
})

test('a finite space is raced to its end', async () => {
  const small = defineSpace({ n: integer(1, 5) })
  const { clock, runner } = runnerOf(3, ({ configuration }) => Number(configuration.n))
  const optimizer = new AlgorithmConfiguration(
    defineScenario({ space: small, instances: INSTANCES, deterministic: true, trials: 500 }),
    runner,
  )
  expect(await clock.runUntil(optimizer.optimize())).toEqual({ n: 1 })
  expect(optimizer.stopReason).toMatchObject({ kind: 'exhausted', configurations: 5 })
  expect(optimizer.summary.incumbent?.perInstance).toHaveLength(4)
})

test('crashes everywhere: no exception and no incumbent', () => {
  const optimizer = new AlgorithmConfiguration(scenario())
  for (const info of optimizer.ask(40)) optimizer.tell(info, { status: StatusType.CRASHED })
  expect(optimizer.incumbent).toBeNull()
})

test('a study gets the optimizer that fits its budgets and instances', () => {
  const study = (options: object) => defineStudy({ name: 's', target: 'file:///t.ts', space, ...options })
  expect(makeOptimizer(study({ minBudget: 1, maxBudget: 9, instances: INSTANCES }), null)).toBeInstanceOf(MultiFidelity)
  expect(makeOptimizer(study({ instances: INSTANCES }), null)).toBeInstanceOf(AlgorithmConfiguration)
  expect(makeOptimizer(study({ instances: INSTANCES, objectives: ['a', 'b'] }), null)).toBeInstanceOf(HyperparameterOptimization)
  expect(makeOptimizer(study({ instances: ['one'], maxBudget: 9 }), null)).toBeInstanceOf(HyperparameterOptimization)
  expect(makeOptimizer(study({ instances: INSTANCES, optimizer: 'hyperband', minBudget: 1, maxBudget: 9 }), null)).toBeInstanceOf(Hyperband)
})
