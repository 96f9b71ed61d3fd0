import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ConfigurationSpace, categorical, defineSpace, float, forbid, integer, ordinal, when } from '../../../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  BlackBox,
  defineScenario,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
} from '../../../../client/study/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo } from '../../../../contract/trial.ts'

const spaces: readonly (() => ConfigurationSpace)[] = [
  () => defineSpace({ x: float(-1, 1), rate: float(1e-3, 1, { log: true }) }),
  () => defineSpace({ kind: categorical(['a', 'b']), depth: when({ kind: 'a' }, integer(1, 5)), size: ordinal(['s', 'm', 'l']) }),
  () => defineSpace({ a: integer(0, 3), b: integer(0, 3) }, { forbidden: [forbid({ a: 0, b: 0 })] }),
  () => defineSpace({ only: categorical(['yes', 'no']) }),
]
const instances = { instances: ['i', 'j'] }
const budgets = { minBudget: 1, maxBudget: 9 }
const facades = [
  [HyperparameterOptimization, {}],
  [BlackBox, instances],
  [AlgorithmConfiguration, instances],
  [MultiFidelity, budgets],
  [Hyperband, { ...budgets, ...instances }],
  [RandomSearch, instances],
] as const

/** Ask for some; tell one of those that are open (which), how it ended; perhaps twice. */
const step = fc.record({
  ask: fc.integer({ min: 0, max: 3 }),
  which: fc.nat(20),
  status: fc.constantFrom(
    StatusType.SUCCESS,
    StatusType.SUCCESS,
    StatusType.SUCCESS,
    StatusType.CRASHED,
    StatusType.TIMEOUT,
    StatusType.MEMORYOUT,
    StatusType.STOPPED,
  ),
  cost: fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, 1e300, -1e300)),
  isTwice: fc.boolean(),
})

test.each(facades)('%o: any space, any order of results, statuses and duplicates', { timeout: 120_000 }, (Optimizer, options) => {
  const property = fc.property(fc.nat(spaces.length - 1), fc.nat(1000), fc.array(step, { maxLength: 30 }), (at, seed, steps) => {
    const space = spaces[at]!()
    const optimizer = new Optimizer(defineScenario({ space, seed, trials: 40, earlyStopping: 'median', ...options }))
    const { instances: names, maxBudget } = optimizer.scenario
    const open: TrialInfo[] = []
    /** By configuration: instance → its latest cost, of the greatest budget; NaN when it did not succeed. */
    const costs = new Map<string, Map<string, number[]>>()
    for (const { ask, which, status, cost, isTwice } of steps) {
      if (ask > 0) open.push(...optimizer.ask(ask))
      const info = open.splice(which % Math.max(1, open.length), 1)[0]
      if (info === undefined) continue
      space.check(info.configuration)
      for (let time = 0; time < (isTwice ? 2 : 1); time++) optimizer.tell(info, { status, cost })
      if ((info.budget ?? null) !== maxBudget) continue
      const key = JSON.stringify(info.configuration)
      const own = costs.get(key) ?? new Map<string, number[]>()
      costs.set(key, own)
      const pair = info.instance ?? ''
      own.set(pair, [...(own.get(pair) ?? []), status === StatusType.SUCCESS ? cost : Number.POSITIVE_INFINITY])
    }
    const { incumbent } = optimizer.summary
    if (incumbent !== null) {
      space.check(incumbent.configuration)
      expect(Number.isFinite(incumbent.cost)).toBe(true)
    }
    // Where every configuration is run on the same, the incumbent is the best of those that succeeded everywhere.
    if (Optimizer === AlgorithmConfiguration) return
    const complete = [...costs.values()].flatMap((own) => {
      const values = (names ?? ['']).map((name) => own.get(name))
      return values.every((each) => each?.every(Number.isFinite)) ? [mean(values.map((each) => mean(each ?? [])))] : []
    })
    if (complete.length === 0) return
    expect(incumbent).not.toBeNull()
    const best = Math.min(...complete)
    expect(Number(incumbent?.cost)).toBeLessThanOrEqual(best + 1e-9 * Math.abs(best))
  })
  fc.assert(property, { numRuns: 60, seed: 1 })
})

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0)
