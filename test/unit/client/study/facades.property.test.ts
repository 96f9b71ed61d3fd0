import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ConfigurationSpace,
  categorical,
  defineSpace,
  float,
  forbid,
  integer,
  ordinal,
  Random,
  when,
} from '../../../../client/space/index.ts'
import {
  AlgorithmConfiguration,
  BlackBox,
  defineScenario,
  type EvaluatedConfiguration,
  Hyperband,
  HyperparameterOptimization,
  MultiFidelity,
  RandomSearch,
  type Scenario,
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
const budgets = { minBudget: 1, maxBudget: 9, deterministic: true }
const anyCost = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, 1e300, -1e300))
const few = { numRuns: 60, length: { maxLength: 30 }, steps: { successes: 3, costs: anyCost, strange: 5 } }
/** So many successes, of costs so close, that incumbents that were run on several pairs are beaten. */
const long = {
  numRuns: 6,
  length: { minLength: 60, maxLength: 80 },
  steps: { successes: 100, costs: fc.integer({ min: 0, max: 9 }), strange: 20 },
}
const facades = [
  [HyperparameterOptimization, {}, few],
  [BlackBox, instances, few],
  [AlgorithmConfiguration, instances, few],
  [AlgorithmConfiguration, instances, long],
  [MultiFidelity, budgets, few],
  [Hyperband, { ...budgets, ...instances }, few],
  [RandomSearch, instances, few],
] as const

interface Steps {
  /** Of so many and four trials, four fail. */
  readonly successes: number
  readonly costs: fc.Arbitrary<number>
  /** One trial in so many is told that nobody asked for, and one again. */
  readonly strange: number
}

/** Ask for some; tell one of those that are open (which), or one that nobody asked for; how it ended; perhaps again, with another cost. */
const stepOf = ({ successes, costs, strange }: Steps) =>
  fc.record({
    ask: fc.integer({ min: 0, max: 3 }),
    which: fc.nat(20),
    status: fc.constantFrom(
      ...Array.from({ length: successes }, () => StatusType.SUCCESS),
      StatusType.CRASHED,
      StatusType.TIMEOUT,
      StatusType.MEMORYOUT,
      StatusType.STOPPED,
    ),
    cost: costs,
    again: fc.option(costs, { freq: strange - 1 }),
    unasked: fc.option(fc.nat(5), { freq: strange - 1 }),
  })

test.each(facades)('%o: any space, any order of results, statuses and duplicates', { timeout: 120_000 }, (Optimizer, options, shape) => {
  const { numRuns, length, steps: kind } = shape
  const property = fc.property(fc.nat(spaces.length - 1), fc.nat(1000), fc.array(stepOf(kind), length), (at, seed, steps) => {
    const space = spaces[at]!()
    const optimizer = new Optimizer(defineScenario({ space, seed, trials: 200, earlyStopping: 'median', ...options }))
    const { instances: names, maxBudget } = optimizer.scenario
    const open: TrialInfo[] = []
    /** By configuration: instance → its costs, at the greatest budget; Infinity when it did not succeed. */
    const costs = new Map<string, Map<string, number[]>>()
    /** By configuration: pair of instance and seed → its latest cost. */
    const races = new Map<string, Map<string, number>>()
    /** Configurations that never lead. */
    const stopped = new Set<string>()
    for (const { ask, which, status, cost, again, unasked } of steps) {
      if (ask > 0) open.push(...optimizer.ask(ask))
      const asked = unasked === null ? open.splice(which % Math.max(1, open.length), 1)[0] : trialOf(optimizer.scenario, unasked)
      if (asked === undefined) continue
      space.check(asked.configuration)
      for (const told of again === null ? [cost] : [cost, again]) {
        optimizer.tell(asked, { status, cost: told })
        if ((asked.budget ?? null) !== maxBudget) continue
        const key = JSON.stringify(asked.configuration)
        if (status === StatusType.STOPPED) stopped.add(key)
        const own = costs.get(key) ?? new Map<string, number[]>()
        costs.set(key, own)
        const pair = asked.instance ?? ''
        const final = status === StatusType.SUCCESS ? told : Number.POSITIVE_INFINITY
        own.set(pair, [...(own.get(pair) ?? []), final])
        const race = races.get(key) ?? new Map<string, number>()
        races.set(key, race.set(JSON.stringify([asked.instance, asked.seed]), final))
        if (Optimizer === AlgorithmConfiguration) expectBestOfRace(optimizer.summary.incumbent, races, stopped)
      }
    }
    const { incumbent } = optimizer.summary
    if (incumbent !== null) {
      space.check(incumbent.configuration)
      expect(Number.isFinite(incumbent.cost)).toBe(true)
    }
    // Where every configuration is run on the same, the incumbent is the best of those that succeeded everywhere: by the mean of its trials on an
    // instance; in a race, where a trial that is told again takes the place of the one before, by the latest.
    const isRace = Optimizer === MultiFidelity || Optimizer === Hyperband
    if (Optimizer === AlgorithmConfiguration) return
    const complete = [...costs].flatMap(([key, own]) => {
      if (stopped.has(key)) return []
      const values = (names ?? ['']).map((name) => own.get(name)?.slice(isRace ? -1 : 0))
      return values.every((each) => each?.every(Number.isFinite)) ? [mean(values.map((each) => mean(each ?? [])))] : []
    })
    if (complete.length === 0) return
    expect(incumbent).not.toBeNull()
    const best = Math.min(...complete)
    expect(Number(incumbent?.cost)).toBeLessThanOrEqual(best + 1e-9 * Math.abs(best))
  })
  fc.assert(property, { numRuns, seed: 1 })
})

/** One that a person made up. */
function trialOf({ space, instances: names, maxBudget }: Scenario, seed: number): TrialInfo {
  const [configuration] = space.sample(new Random(seed), 1)
  return { configuration: configuration!, instance: names?.[seed % 2] ?? null, seed: 0, budget: maxBudget }
}

/** No configuration that has not failed and was run on all of the incumbent's pairs is better there. */
function expectBestOfRace(
  incumbent: EvaluatedConfiguration | null,
  races: ReadonlyMap<string, ReadonlyMap<string, number>>,
  stopped: ReadonlySet<string>,
): void {
  const sound = [...races].filter(([key, race]) => !stopped.has(key) && [...race.values()].every(Number.isFinite))
  if (incumbent === null) {
    expect(sound).toEqual([])
    return
  }
  const own = races.get(JSON.stringify(incumbent.configuration)) ?? new Map<string, number>()
  expect(own.size).toBeGreaterThan(0)
  const cost = mean([...own.values()])
  const tolerance = 1e-9 * Math.abs(cost)
  expect(Math.abs(Number(incumbent.cost) - cost)).toBeLessThanOrEqual(tolerance)
  for (const [, race] of sound) {
    const beside = [...own.keys()].map((pair) => race.get(pair) ?? Number.NaN)
    if (beside.every(Number.isFinite))
      expect(mean(beside)).toBeGreaterThanOrEqual(cost - Math.max(tolerance, 1e-9 * Math.abs(mean(beside))))
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0)
