import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { HistoryError, RunHistory } from '../../../../client/history/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { Configuration } from '../../../../contract/trial.ts'
import { finished } from './finished.ts'

const a = { x: 1 }
const b = { x: 2 }
const c = { x: 3 }

function history(
  ...trials: readonly [Configuration, number, { instance?: string; seed?: number; budget?: number; status?: StatusType }?][]
): RunHistory {
  const told = new RunHistory({ objectives: ['cost'] })
  for (const [configuration, cost, { status = StatusType.SUCCESS, ...info } = {}] of trials)
    told.add({ configuration, ...info }, finished(cost, { status }))
  return told
}

describe('records', () => {
  test('come back as they were told, in order', () => {
    const told = new RunHistory({ objectives: ['length', 'time'] })
    const value = finished([3, 4], {
      runtimeMs: 1.5,
      cpuTimeMs: 1.25,
      startedAt: 1_700_000_000_000.5,
      endedAt: 1_700_000_000_002,
      attempt: 2,
    })
    expect(told.add({ configuration: a, instance: 'i1', seed: 4_294_967_297, budget: 0.5 }, value)).toBe(1)
    expect(told.add({ configuration: b, instance: null }, finished([1, 2], { status: StatusType.CRASHED }))).toBe(2)
    expect(told.add({ configuration: { x: 1 }, instance: 'i2' }, finished([1, 2]))).toBe(3)
    expect([...told]).toEqual([
      { trial: 1, configurationId: 1, info: { configuration: a, instance: 'i1', seed: 4_294_967_297, budget: 0.5 }, outcome: value },
      {
        trial: 2,
        configurationId: 2,
        info: { configuration: b, instance: null, seed: null, budget: null },
        outcome: finished([1, 2], { status: StatusType.CRASHED }),
      },
      { trial: 3, configurationId: 1, info: { configuration: a, instance: 'i2', seed: null, budget: null }, outcome: finished([1, 2]) },
    ])
    expect([told.length, told.configurationCount]).toEqual([3, 2])
  })

  test('hundreds of them, over every growth of the columns', () => {
    const told = new RunHistory({ objectives: ['cost'] })
    for (let i = 0; i < 500; i++) told.add({ configuration: { x: i % 50 }, instance: `i${i % 7}`, seed: i }, finished(i))
    for (let i = 0; i < 500; i++)
      expect(told.record(i + 1)).toMatchObject({
        configurationId: (i % 50) + 1,
        info: { instance: `i${i % 7}`, seed: i },
        outcome: { cost: i },
      })
  })

  test('configurations are numbered from 1, whatever the order of their entries, and cannot be changed from outside', () => {
    const mine = { x: 1, y: 2 }
    const told = history([mine, 1])
    mine.x = 9
    expect(told.configuration(1)).toEqual({ x: 1, y: 2 })
    expect(told.configurationId({ y: 2, x: 1 })).toBe(1)
    expect(told.configurationId(mine)).toBeNull()
  })

  test('are counted per status', () => {
    const told = history(
      [a, 1],
      [b, Infinity, { status: StatusType.CRASHED }],
      [c, Infinity, { status: StatusType.TIMEOUT }],
      [c, 2, { status: StatusType.MEMORYOUT }],
      [a, 2],
    )
    expect(told.counts()).toEqual({ RUNNING: 0, SUCCESS: 2, CRASHED: 1, TIMEOUT: 1, MEMORYOUT: 1, STOPPED: 0 })
  })

  test('that do not fit are refused', () => {
    const told = history([a, 1])
    expect(() => told.add({ configuration: a }, finished(1, { status: StatusType.RUNNING }))).toThrow(
      'expected a finished trial, got one that is RUNNING',
    )
    expect(() => told.add({ configuration: a }, finished([1, 2]))).toThrow('expected 1 cost(s) (cost), got an array of 2')
    expect(() => told.record(2)).toThrow(HistoryError)
    expect(() => told.configuration(0)).toThrow('expected a configuration from 1 to 1, got 0')
    expect(() => new RunHistory({ objectives: [] })).toThrow('at least one objective')
    expect(told.length).toBe(1)
  })
})

describe('the incumbent', () => {
  test('is the one with the lowest cost; a tie leaves the first', () => {
    expect(history([a, 3], [b, 1], [c, 1]).incumbent()).toEqual({ configurationId: 2, configuration: b, costs: [1], evaluations: 1 })
    expect(history().incumbent()).toBeNull()
  })

  test('never is one that crashed, whatever the crash cost', () => {
    const crashed = { status: StatusType.CRASHED }
    expect(history([a, Infinity, crashed]).incumbent()).toBeNull()
    expect(history([a, Infinity, crashed], [b, 5]).incumbent()?.configuration).toEqual(b)
    expect(history([b, 5], [a, -1, crashed]).incumbent()?.configuration).toEqual(b)
    expect(history([b, Number.NaN], [a, Number.NEGATIVE_INFINITY], [c, 7]).incumbent()?.configuration).toEqual(c)
  })

  test('is only challenged by those evaluated on all that it was', () => {
    const one = { instance: '1' }
    const two = { instance: '2' }
    expect(history([a, 3, one], [a, 5, two], [b, 1, one]).incumbent()?.configuration).toEqual(a)
    expect(history([a, 3, one], [a, 5, two], [b, 1, one], [b, 6, two]).incumbent()).toMatchObject({
      configuration: b,
      costs: [3.5],
      evaluations: 2,
    })
  })

  test('is compared with all others anew when it is evaluated on more', () => {
    const one = { instance: '1', seed: 1 }
    const two = { instance: '1', seed: 2 }
    const told = history([a, 1, one], [b, 2, one], [b, 2, two], [c, 9, two])
    expect(told.incumbent()?.configuration).toEqual(a)
    told.add({ configuration: a, ...two }, finished(10))
    expect(told.incumbent()).toMatchObject({ configuration: b, costs: [2] })
  })

  test('that crashes on another instance gives way', () => {
    const told = history([a, 1, { instance: '1' }], [b, 2, { instance: '1' }], [c, 3, { instance: '1' }])
    told.add({ configuration: a, instance: '2' }, finished(Infinity, { status: StatusType.TIMEOUT }))
    expect(told.incumbent()?.configuration).toEqual(b)
    expect(told.trajectory().map((step) => step.configurationId)).toEqual([1, 2])
  })

  test('is of the highest budget at which any succeeded', () => {
    expect(history([a, 1, { budget: 1 }], [b, 5, { budget: 3 }], [a, 2, { budget: 1 }]).incumbent()?.configuration).toEqual(b)
    expect(history([a, 1, { budget: 1 }], [b, Infinity, { budget: 3, status: StatusType.CRASHED }]).incumbent()?.configuration).toEqual(a)
    expect(history([a, 1], [b, 5, { budget: 1 }]).incumbent()?.configuration).toEqual(b)
  })

  test('goes by the latest result of a trial that was repeated', () => {
    expect(history([a, 1], [b, 2], [a, 3]).incumbent()?.configuration).toEqual(b)
    expect(history([a, 3], [b, 2], [a, 1]).incumbent()).toMatchObject({ configuration: a, evaluations: 1 })
  })

  test('leaves a trajectory of its changes', () => {
    const told = new RunHistory({ objectives: ['cost'] })
    for (const [x, cost, endedAt] of [
      [1, 5, 10],
      [2, 6, 20],
      [3, 4, 30],
      [4, 1, 25],
    ] as const)
      told.add({ configuration: { x } }, finished(cost, { endedAt }))
    expect(told.trajectory().map(({ trial, configurationId, costs, endedAt }) => [trial, configurationId, costs[0], endedAt])).toEqual([
      [1, 1, 5, 10],
      [3, 3, 4, 30],
      [4, 4, 1, 25],
    ])
  })

  test('is not asked of several objectives', () => {
    expect(() => new RunHistory({ objectives: ['a', 'b'] }).incumbent()).toThrow('there are 2 objectives: ask for the paretoFront')
  })
})

describe('the Pareto front', () => {
  function front(
    ...trials: readonly [Configuration, readonly number[], { instance?: string; budget?: number; status?: StatusType }?][]
  ): number[] {
    const told = new RunHistory({ objectives: ['length', 'time'] })
    for (const [configuration, cost, { status = StatusType.SUCCESS, ...info } = {}] of trials)
      told.add({ configuration, ...info }, finished(cost, { status }))
    return told.paretoFront().map(({ configurationId }) => configurationId)
  }

  test('holds what none dominates', () => {
    expect(front([a, [1, 5]], [b, [5, 1]], [c, [5, 5]], [{ x: 4 }, [1, 5]], [{ x: 5 }, [0, 9]])).toEqual([1, 2, 4, 5])
    expect(front()).toEqual([])
  })

  test('leaves crashes and infinite costs out', () => {
    expect(front([a, [0, 0], { status: StatusType.CRASHED }], [b, [1, Infinity]], [c, [3, 3]])).toEqual([3])
  })

  test('compares those evaluated on the same instances, at the highest budget', () => {
    expect(front([a, [0, 0], { instance: '1' }], [b, [5, 5], { instance: '1' }], [b, [5, 5], { instance: '2' }])).toEqual([2])
    expect(front([a, [0, 0], { budget: 1 }], [b, [5, 5], { budget: 2 }], [c, [1, Infinity], { budget: 3 }])).toEqual([2])
  })

  test('is up to date after each trial', () => {
    const told = new RunHistory({ objectives: ['length', 'time'] })
    told.add({ configuration: a }, finished([2, 2]))
    expect(told.paretoFront()[0]).toEqual({ configurationId: 1, configuration: a, costs: [2, 2], evaluations: 1 })
    told.add({ configuration: b }, finished([1, 1]))
    expect(told.paretoFront().map(({ configurationId }) => configurationId)).toEqual([2])
  })
})

test('a finished trial takes at most 200 bytes beside its configuration', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const trials = 100_000
  const configurations = Array.from({ length: trials }, (_, x) => Object.freeze({ x }))
  const told = new RunHistory({ objectives: ['cost'] })
  const used = (): number => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = used()
  configurations.forEach((configuration, i) => {
    told.add({ configuration, instance: `i${i % 24}`, seed: i % 5 }, finished(trials - i))
  })
  const bytes = (used() - before) / trials
  expect(told.length).toBe(trials)
  expect(bytes).toBeLessThan(200)
})
