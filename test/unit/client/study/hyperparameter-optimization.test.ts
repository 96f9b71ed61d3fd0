import { describe, expect, test } from 'vitest'
import { categorical, defineSpace, float, integer } from '../../../../client/space/index.ts'
import { BlackBox } from '../../../../client/study/black-box.ts'
import { HyperparameterOptimization } from '../../../../client/study/hyperparameter-optimization.ts'
import { makeOptimizer } from '../../../../client/study/make-optimizer.ts'
import type { OptimizerName } from '../../../../client/study/optimizer-name.ts'
import { RandomSearch } from '../../../../client/study/random-search.ts'
import { defineScenario } from '../../../../client/study/scenario.ts'
import { defineStudy } from '../../../../client/study/study.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { Configuration, TrialInfo } from '../../../../contract/trial.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const space = defineSpace({
  x: float(-5, 5),
  rate: float(1e-4, 1, { log: true }),
  depth: integer(1, 9),
  kind: categorical(['a', 'b', 'c']),
})
const bowl = ({ x, rate, depth, kind }: Configuration): number =>
  ((x as number) - 2.7) ** 2 + (Math.log10(rate as number) + 3) ** 2 + 0.3 * ((depth as number) - 7) ** 2 + (kind === 'c' ? 0 : 4)

function asked<C extends Configuration>(optimizer: HyperparameterOptimization<C>, times: number, cost = bowl): TrialInfo[] {
  return Array.from({ length: times }, () => {
    const [info] = optimizer.ask()
    optimizer.tell(info!, { cost: cost(info!.configuration) })
    return info!
  })
}

describe('with ask and tell', () => {
  test('comes far closer to the optimum than random search with the same trials', () => {
    const scenario = defineScenario({ space, trials: 40 })
    const optimizer = new HyperparameterOptimization(scenario)
    asked(optimizer, 40)
    const random = new RandomSearch(scenario)
    for (const info of random.ask(40)) random.tell(info, { cost: bowl(info.configuration) })
    expect(optimizer.incumbentCost).toBeLessThan(0.05)
    expect(random.incumbentCost).toBeGreaterThan(0.5)
  })

  test('the same seed and results give the same trials; another seed gives others', () => {
    const run = (seed: number): TrialInfo[] => asked(new HyperparameterOptimization(defineScenario({ space, trials: 25, seed })), 25)
    expect(run(3)).toEqual(run(3))
    expect(run(3)).not.toEqual(run(4))
  })

  test('begins with the default configuration and the ones that are given, and learns from trials it did not ask for', () => {
    const known = { x: 2.7, rate: 1e-3, depth: 7, kind: 'c' }
    const optimizer = new HyperparameterOptimization(defineScenario({ space, trials: 20 }), null, { initialConfigurations: [known] })
    expect(optimizer.ask(2).map(({ configuration }) => configuration)).toEqual([space.defaultConfiguration(), known])
    const warm = new HyperparameterOptimization(defineScenario({ space, trials: 20, useDefaultConfiguration: false }))
    for (const { configuration } of asked(new HyperparameterOptimization(defineScenario({ space, trials: 40 })), 30))
      warm.tell({ configuration }, { cost: bowl(configuration) })
    expect(Math.min(...warm.ask(3).map(({ configuration }) => bowl(configuration)))).toBeLessThan(0.1)
  })

  test('crashed trials are avoided, not fatal', () => {
    const optimizer = new BlackBox(defineScenario({ space, trials: 40 }))
    let late = 0
    for (let trial = 0; trial < 40; trial++) {
      const [info] = optimizer.ask()
      const isBroken = (info!.configuration.x as number) > 0
      if (isBroken && trial >= 20) late++
      optimizer.tell(info!, isBroken ? { status: StatusType.CRASHED } : { cost: bowl(info!.configuration) })
    }
    // The best that does not crash costs 7.29, at the very border.
    expect(optimizer.incumbentCost).toBeLessThan(7.5)
    expect(late).toBeLessThan(10)
  })

  test('several objectives: proposes, and keeps the front', () => {
    const optimizer = new HyperparameterOptimization(defineScenario({ space, trials: 20, objectives: ['error', 'size'] }))
    for (let trial = 0; trial < 20; trial++) {
      const [info] = optimizer.ask()
      optimizer.tell(info!, { cost: [bowl(info!.configuration), info!.configuration.depth as number] })
    }
    expect(optimizer.front.length).toBeGreaterThan(1)
  })
})

test('with a weighted mean, the incumbent is the one of the front that the weights ask for', () => {
  const of = (objectiveWeights: readonly number[]): unknown => {
    const scenario = defineScenario({ space, objectives: ['f', 'g'], trials: 30 })
    const optimizer = new HyperparameterOptimization(scenario, null, { multiObjective: 'mean', objectiveWeights })
    for (const [at, info] of optimizer.ask(5).entries()) optimizer.tell(info, { cost: [at, (4 - at) ** 2] })
    return optimizer.incumbentCost
  }
  expect(of([100, 1])).toEqual([0, 16])
  expect(of([1, 1])).toEqual([2, 4])
  expect(of([1, 100])).toEqual([4, 0])
})

test.each([
  [1, { multiObjective: 'hypervolume' }, 'multiObjective: expected none for one objective, got "hypervolume"'],
  [1, { multiObjective: 'parego' }, 'multiObjective: expected none for one objective, got "parego"'],
  [3, { multiObjective: 'hypervolume' }, 'multiObjective: expected "parego" or "mean" for 3 objectives'],
  [2, { objectiveWeights: [1, 2] }, 'objectiveWeights: expected no weights unless multiObjective is "mean"'],
  [2, { multiObjective: 'parego', objectiveWeights: [1, 2] }, 'objectiveWeights: expected no weights unless multiObjective is "mean"'],
  [2, { multiObjective: 'mean', objectiveWeights: [1, 0] }, 'objectiveWeights: expected 2 numbers above 0'],
] as const)('%d objectives with %o are refused', (count, options, message) => {
  const scenario = defineScenario({ space, objectives: ['f', 'g', 'h'].slice(0, count) })
  expect(() => new HyperparameterOptimization(scenario, null, options)).toThrow(message)
})

test('keeps every worker of a runner busy, and ends when a finite space is used up', async () => {
  const clock = new VirtualClock()
  const finite = defineSpace({ a: integer(1, 4), b: categorical(['x', 'y', 'z']) })
  const runner = new InMemoryRunner({
    clock,
    workers: 5,
    course: ({ configuration }) => ({ value: { cost: configuration.a as number }, afterMs: 100 }),
  })
  const optimizer = new HyperparameterOptimization(defineScenario({ space: finite, trials: 100 }), runner, { clock })
  await clock.runUntil(optimizer.optimize())
  expect(runner.mostInFlight).toBe(5)
  expect(runner.submitted).toHaveLength(12)
  expect(optimizer.stopReason).toMatchObject({ kind: 'exhausted', configurations: 12 })
})

test('a study names its optimizer; the default is hyperparameter optimization', () => {
  const study = (optimizer?: 'random-search' | 'black-box') =>
    defineStudy({ name: 's', target: new URL('./target.ts', import.meta.url), space: { x: float(0, 1) }, optimizer })
  expect(makeOptimizer(study(), null)).toBeInstanceOf(HyperparameterOptimization)
  expect(makeOptimizer(study('black-box'), null)).toBeInstanceOf(BlackBox)
  expect(makeOptimizer(study('random-search'), null)).toBeInstanceOf(RandomSearch)
  expect(() => study('nosuch' as 'black-box')).toThrow(
    'study "s": optimizer: expected one of hyperparameter-optimization, black-box, algorithm-configuration, multi-fidelity, hyperband, random-search, got "nosuch" (string)',
  )
})

test('a study says what its model is told; what has no model refuses it', () => {
  const study = (optimizer: OptimizerName, model: object) =>
    defineStudy({ name: 's', target: new URL('./target.ts', import.meta.url), space: { x: float(0, 1) }, optimizer, model })
  const told = study('hyperparameter-optimization', { acquisition: 'thompson', priors: { x: { best: 0.2 } }, randomShare: 0.1 })
  expect(makeOptimizer(told, null).description).toMatch(/acquisition thompson; priors of x; 10 % random$/)
  expect(() => makeOptimizer(study('random-search', { randomShare: 0.1 }), null)).toThrow(
    'study "s": model: random-search has no model of the costs',
  )
  expect(() => study('hyperparameter-optimization', { acquisition: 'best' })).toThrow('study "s": model: acquisition: expected "log-ei"')
  expect(() => study('hyperparameter-optimization', { priors: { x: 3 } })).toThrow('study "s": model: priors: expected by parameter')
  expect(makeOptimizer(study('hyperparameter-optimization', { model: 'forest' }), null).description).toContain(
    'random forest (as asked for)',
  )
  expect(() => study('hyperparameter-optimization', { model: 'tree' })).toThrow(
    'study "s": model: model: expected "auto", "gaussian-process" or "forest"',
  )
  expect(() => makeOptimizer(study('black-box', { model: 'forest' }), null)).toThrow('BlackBox: model: there is no such option')
  expect(() => study('hyperparameter-optimization', { randomShare: 2 })).toThrow('expected a number from 0 to 1, got 2')
  expect(() => study('hyperparameter-optimization', { acquisitions: 'ei' })).toThrow('acquisition')
})
