import { expect, test } from 'vitest'
import { RunHistory } from '../../../../client/history/index.ts'
import { defineSpace, integer } from '../../../../client/space/index.ts'
import { Evaluations } from '../../../../client/study/evaluations.ts'
import { defineScenario, type ScenarioOptions } from '../../../../client/study/scenario.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialValue } from '../../../../contract/trial.ts'

const space = defineSpace({ x: integer(0, 9, { default: 0 }) })

function evaluations(options: Partial<ScenarioOptions> = {}) {
  const scenario = defineScenario({ ...options, space })
  const history = new RunHistory({ objectives: scenario.objectives })
  const evaluated = new Evaluations(scenario, history)
  const tell = (
    x: number,
    cost: number | readonly number[],
    instance: string | null = null,
    more: Partial<TrialValue> = {},
    budget: number | null = null,
  ) => {
    const info = { configuration: { x }, instance, budget }
    const value: TrialValue = {
      status: StatusType.SUCCESS,
      cost,
      runtimeMs: 1,
      cpuTimeMs: 1,
      startedAt: 0,
      endedAt: 1,
      additionalInfo: {},
      worker: null,
      attempt: 1,
      ...more,
    }
    history.add(info, value)
    return evaluated.told(info, value)
  }
  return { evaluated, tell }
}

test('without instances the lowest cost wins, and the earlier one of two equal ones', () => {
  const { evaluated, tell } = evaluations()
  expect(evaluated.incumbent).toBeNull()
  expect(tell(1, 5)).toMatchObject({ configuration: { x: 1 }, cost: 5 })
  expect(tell(2, 5)).toBeNull()
  expect(tell(3, 4)).toMatchObject({ cost: 4 })
  expect(tell(4, 6)).toBeNull()
  expect(evaluated.incumbent).toMatchObject({ configuration: { x: 3 }, cost: 4 })
  expect(evaluated.front).toHaveLength(1)
})

test('with instances only a configuration that was run on all of them counts, by its mean', () => {
  const { evaluated, tell } = evaluations({ instances: ['a', 'b', 'c'] })
  tell(1, 1, 'a')
  tell(1, 2, 'b')
  tell(2, 0, 'a')
  expect(evaluated.incumbent).toBeNull()
  tell(1, 6, 'c')
  expect(evaluated.incumbent).toMatchObject({ configuration: { x: 1 }, cost: 3 })
  tell(2, 0, 'b')
  tell(2, 8, 'c')
  expect(evaluated.incumbent).toMatchObject({ configuration: { x: 2 }, cost: 8 / 3 })
  expect(evaluated.incumbent?.perInstance.map(({ instance, value }) => [instance, value.cost])).toEqual([
    ['a', 0],
    ['b', 0],
    ['c', 8],
  ])
})

test('two trials on one instance count as their mean', () => {
  const { evaluated, tell } = evaluations({ instances: ['a', 'b'] })
  tell(1, 2, 'a')
  tell(1, 4, 'a')
  tell(1, 7, 'b')
  expect(evaluated.incumbent?.cost).toBe(5)
})

test('what costs infinitely much or never succeeded is no incumbent', () => {
  const { evaluated, tell } = evaluations({ crashCost: 1 })
  tell(1, Number.POSITIVE_INFINITY, null, { status: StatusType.CRASHED })
  tell(2, 1, null, { status: StatusType.TIMEOUT })
  expect(evaluated.incumbent).toBeNull()
  tell(3, 100)
  expect(evaluated.incumbent?.cost).toBe(100)
})

test('the default configuration is remembered, whatever it costs', () => {
  const { evaluated, tell } = evaluations()
  tell(3, 1)
  tell(0, 50)
  expect(evaluated.default).toMatchObject({ configuration: { x: 0 }, cost: 50 })
})

test('only trials at the greatest budget count', () => {
  const { evaluated, tell } = evaluations({ minBudget: 1, maxBudget: 9 })
  tell(1, 1, null, {}, 3)
  expect(evaluated.incumbent).toBeNull()
  tell(2, 5, null, {}, 9)
  expect(evaluated.incumbent?.configuration).toEqual({ x: 2 })
})

test('several objectives keep the Pareto front; the incumbent is its balanced point', () => {
  const { evaluated, tell } = evaluations({ objectives: ['f', 'g'] })
  tell(1, [1, 10])
  tell(2, [10, 0])
  tell(3, [2, 2])
  expect(tell(4, [3, 3])).toBeNull()
  expect(tell(5, [2, 2])).toBeNull()
  expect(evaluated.front.map(({ cost }) => cost)).toEqual([
    [1, 10],
    [10, 0],
    [2, 2],
  ])
  expect(evaluated.incumbent?.cost).toEqual([2, 2])
  tell(6, [1, 1])
  expect(evaluated.front.map(({ cost }) => cost)).toEqual([
    [10, 0],
    [1, 1],
  ])
})

test('when the best one gets worse, the one that it had beaten leads again', () => {
  const { evaluated, tell } = evaluations()
  tell(1, 5)
  tell(2, 4)
  expect(tell(2, 10)).toMatchObject({ configuration: { x: 1 }, cost: 5 })
  expect(evaluated.incumbent).toMatchObject({ configuration: { x: 1 }, cost: 5 })
  tell(1, Number.POSITIVE_INFINITY, null, { status: StatusType.CRASHED })
  expect(evaluated.incumbent).toMatchObject({ configuration: { x: 2 }, cost: 7 })
})

test('a configuration that was beaten and is run again counts with all of its trials', () => {
  const { evaluated, tell } = evaluations({ instances: ['a', 'b'] })
  for (const instance of ['a', 'b']) tell(1, 5, instance)
  for (const instance of ['a', 'b']) tell(2, 6, instance)
  expect(tell(2, 5.5, 'a')).toBeNull()
  expect(tell(2, 0, 'b')).toMatchObject({ configuration: { x: 2 }, cost: (5.75 + 3) / 2 })
  expect(evaluated.front).toHaveLength(1)
})

test('a point that leaves the Pareto front makes room for those that it kept out', () => {
  const { evaluated, tell } = evaluations({ objectives: ['f', 'g'] })
  tell(1, [1, 10])
  tell(2, [4, 4])
  tell(3, [5, 3])
  tell(4, [2, 2])
  expect(evaluated.front.map(({ cost }) => cost)).toEqual([
    [1, 10],
    [2, 2],
  ])
  tell(4, [20, 20])
  expect(evaluated.front.map(({ cost }) => cost)).toEqual([
    [1, 10],
    [4, 4],
    [5, 3],
  ])
})
