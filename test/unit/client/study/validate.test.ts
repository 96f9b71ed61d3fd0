import { expect, test } from 'vitest'
import { defineSpace, float, Random } from '../../../../client/space/index.ts'
import { bootstrapInterval } from '../../../../client/study/bootstrap-interval.ts'
import { defineScenario, type ScenarioOptions, validate } from '../../../../client/study/index.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../../../contract/trial.ts'
import { InMemoryRunner } from '../../../support/in-memory-runner.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const space = defineSpace({ x: float(0, 10, { default: 5 }) })

function setUp(value: (info: TrialInfo) => Partial<TrialValue>, options: Partial<ScenarioOptions> = {}) {
  const clock = new VirtualClock()
  const runner = new InMemoryRunner({ clock, workers: 3, course: (info) => ({ value: value(info), afterMs: 10 }) })
  return { clock, runner, scenario: defineScenario({ space, instances: ['1', '2', '3'], ...options }) }
}

const cost = ({ configuration, instance }: TrialInfo) => ({ cost: Number(configuration.x) * Number(instance ?? 1) })

test('the incumbent and the default are run on every instance with the same seeds', async () => {
  const { clock, runner, scenario } = setUp(cost)
  const validation = await clock.runUntil(validate(scenario, runner, { configuration: { x: 1 }, seeds: 2 }))
  expect(runner.submitted).toHaveLength(12)
  const seedsOf = (x: number) =>
    runner.submitted.filter(({ configuration }) => configuration.x === x).map(({ instance, seed }) => [instance, seed])
  expect(seedsOf(1)).toEqual(seedsOf(5))
  expect(validation.perInstance).toEqual([
    { instance: '1', configuration: 1, baseline: 5 },
    { instance: '2', configuration: 2, baseline: 10 },
    { instance: '3', configuration: 3, baseline: 15 },
  ])
  expect(validation.configuration.mean).toBe(2)
  expect(validation.difference.mean).toBe(-8)
  expect(validation.difference.upper).toBeLessThan(0)
  expect(validation.failures).toBe(0)
})

test('instances that the optimization has not seen can be named, and another baseline', async () => {
  const { clock, runner, scenario } = setUp(cost)
  const options = { configuration: { x: 1 }, baseline: { x: 2 }, instances: ['7'], seeds: 1 }
  const validation = await clock.runUntil(validate(scenario, runner, options))
  expect(validation.perInstance).toEqual([{ instance: '7', configuration: 7, baseline: 14 }])
})

test('without instances the bootstrap goes over the seeds', async () => {
  const { clock, runner, scenario } = setUp(({ configuration, seed }) => ({ cost: Number(configuration.x) + (Number(seed) % 7) }), {
    instances: null,
  })
  const { perInstance, configuration, difference } = await clock.runUntil(
    validate(scenario, runner, { configuration: { x: 1 }, seeds: 30 }),
  )
  expect(perInstance).toHaveLength(30)
  expect(configuration.lower).toBeLessThan(configuration.mean)
  expect(configuration.upper).toBeGreaterThan(configuration.mean)
  // The same seeds on both sides: the difference has no noise at all.
  expect(difference).toMatchObject({ lower: difference.upper })
})

test('trials that fail count with the crash cost', async () => {
  const crash = { status: StatusType.CRASHED, cost: 100 }
  const { clock, runner, scenario } = setUp((info) => (info.instance === '3' && info.configuration.x === 5 ? crash : cost(info)), {
    deterministic: true,
  })
  const validation = await clock.runUntil(validate(scenario, runner, { configuration: { x: 1 } }))
  expect(validation.failures).toBe(1)
  expect(validation.perInstance[2]).toEqual({ instance: '3', configuration: 3, baseline: 100 })
})

test('where both fail at an infinite crash cost, neither is better', async () => {
  const crash = { status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY }
  const { clock, runner, scenario } = setUp((info) => (info.instance === '3' ? crash : cost(info)), { deterministic: true })
  const { configuration, difference, failures } = await clock.runUntil(validate(scenario, runner, { configuration: { x: 1 } }))
  expect(configuration.mean).toBe(Number.POSITIVE_INFINITY)
  expect(difference.mean).toBe(-4)
  expect(difference.upper).toBe(0)
  expect(failures).toBe(2)
})

test('what is wrong is named', async () => {
  const { runner, scenario } = setUp(cost)
  await expect(validate(scenario, runner, { configuration: { x: 99 } })).rejects.toThrow('x')
  await expect(validate(scenario, runner, { configuration: { x: 1 }, confidence: 95 })).rejects.toThrow(
    'confidence: expected a number between 0 and 1',
  )
  const several = defineScenario({ space, objectives: ['a', 'b'] })
  await expect(validate(several, runner, { configuration: { x: 1 } })).rejects.toThrow('expected one objective, got 2')
})

test('the interval covers the true mean about as often as it says', () => {
  const random = new Random(5)
  let covered = 0
  for (let run = 0; run < 200; run++) {
    const { lower, upper } = bootstrapInterval(
      Array.from({ length: 30 }, () => random.normal()),
      0.9,
      random,
    )
    if (lower <= 0 && upper >= 0) covered++
  }
  expect(covered / 200).toBeGreaterThan(0.82)
  expect(covered / 200).toBeLessThan(0.96)
})
