import { expect, test } from 'vitest'
import { defineSpace, float } from '../../../../client/space/index.ts'
import { AWS_PRICES } from '../../../../client/study/cost/aws-prices.ts'
import { defineScenario, type ScenarioOptions } from '../../../../client/study/scenario.ts'

const space = defineSpace({ x: float(0, 1) })

test('everything but the space has a default', () => {
  expect(defineScenario({ space })).toEqual({
    name: 'study',
    space,
    objectives: ['cost'],
    crashCost: Number.POSITIVE_INFINITY,
    terminationCostThreshold: null,
    toleratedFailures: { share: 1, atLeast: 10 },
    trials: 100,
    runTimeLimitMs: null,
    cpuTimeLimitMs: null,
    maxCostUsd: null,
    prices: AWS_PRICES,
    trialTimeLimitMs: null,
    trialMemoryLimitMiB: null,
    memoryLadder: false,
    crashRetries: 0,
    stragglerFactor: null,
    useDefaultConfiguration: true,
    instances: null,
    instanceFeatures: null,
    minBudget: null,
    maxBudget: null,
    seed: 0,
    deterministic: false,
    workers: null,
    stopAfterFirstCrashes: 10,
    trialsWithoutImprovement: Infinity,
    earlyStopping: null,
  })
})

test('a scenario is frozen, and fit as options of another one', () => {
  const first = defineScenario({ space, name: 'a', objectives: ['f', 'g'], crashCost: { g: 2, f: 1 }, instances: ['i'], maxBudget: 9 })
  expect(Object.isFrozen(first)).toBe(true)
  expect(defineScenario(first)).toEqual(first)
  expect(defineScenario({ ...first, trials: 7 }).trials).toBe(7)
})

test('costs by objective come into declared order, and one number stands for all', () => {
  const objectives = ['f', 'g']
  expect(defineScenario({ space, objectives, crashCost: { g: 2, f: 1 } }).crashCost).toEqual([1, 2])
  expect(defineScenario({ space, objectives, crashCost: 5 }).crashCost).toEqual([5, 5])
  expect(defineScenario({ space, objectives, terminationCostThreshold: [3, 4] }).terminationCostThreshold).toEqual([3, 4])
  expect(defineScenario({ space, crashCost: [5] }).crashCost).toBe(5)
})

test('Infinity means no limit', () => {
  const { trials, runTimeLimitMs, stopAfterFirstCrashes } = defineScenario({
    space,
    trials: Number.POSITIVE_INFINITY,
    runTimeLimitMs: Number.POSITIVE_INFINITY,
    stopAfterFirstCrashes: Number.POSITIVE_INFINITY,
  })
  expect([trials, runTimeLimitMs, stopAfterFirstCrashes]).toEqual([Number.POSITIVE_INFINITY, null, Number.POSITIVE_INFINITY])
})

const wrong: readonly (readonly [options: Record<string, unknown>, message: string])[] = [
  [{ trials: 'x' }, 'scenario "study": trials: expected an integer of at least 1 (or Infinity), got "x" (string)'],
  [{ trials: 0 }, 'trials: expected an integer of at least 1 (or Infinity), got 0 (number)'],
  [{ trials: 1.5 }, 'trials: expected an integer of at least 1'],
  [{ trails: 5 }, 'scenario: trails: there is no such option; did you mean "trials"?'],
  [{ colour: 1 }, 'colour: there is no such option; the options are name, space'],
  [{ space: {} }, 'space: expected a configuration space (made by defineSpace), got an object (Object)'],
  [{ name: '' }, 'name: expected a text of 1 to 200 characters'],
  [{ name: 'a\u001b[31m' }, 'name: expected a text of 1 to 200 characters without control characters'],
  [{ objectives: [] }, 'objectives: expected a list of at least one name, got an array of 0'],
  [{ objectives: 'cost' }, 'objectives: expected a list of at least one name, got "cost" (string)'],
  [{ objectives: ['a', 'a'] }, 'objectives[1]: expected distinct names, got "a" twice'],
  [{ objectives: ['a', 3] }, 'objectives[1]: expected a name (a text that is not empty), got 3 (number)'],
  [{ crashCost: Number.NaN }, 'crashCost: expected a number, got NaN (number)'],
  [{ crashCost: Number.NEGATIVE_INFINITY }, 'crashCost: expected a cost that is bad (lower is better), got -Infinity (number)'],
  [{ crashCost: '9' }, 'crashCost: expected a number, got "9" (string)'],
  [{ objectives: ['f', 'g'], crashCost: [1] }, 'crashCost: expected 2 numbers, one for each of f, g, got 1'],
  [{ objectives: ['f', 'g'], crashCost: { f: 1 } }, 'crashCost.g: expected a number, got undefined'],
  [{ objectives: ['f', 'g'], crashCost: { f: 1, g: 2, h: 3 } }, 'crashCost.h: there is no such objective; the objectives are f, g'],
  [{ runTimeLimitMs: -1 }, 'runTimeLimitMs: expected a number of milliseconds above 0, got -1 (number)'],
  [{ trialTimeLimitMs: '5s' }, 'trialTimeLimitMs: expected a number of milliseconds above 0, got "5s" (string)'],
  [{ trialMemoryLimitMiB: 0 }, 'trialMemoryLimitMiB: expected a number of MiB above 0, got 0 (number)'],
  [{ useDefaultConfiguration: 1 }, 'useDefaultConfiguration: expected true or false, got 1 (number)'],
  [{ instances: ['a', ''] }, 'instances[1]: expected a name (a text that is not empty), got "" (string)'],
  [{ instanceFeatures: { a: [1] } }, 'instanceFeatures: expected instances to go with them'],
  [{ instances: ['a', 'b'], instanceFeatures: { a: [1] } }, 'instanceFeatures.b: expected a list of finite numbers, got undefined'],
  [{ instances: ['a', 'b'], instanceFeatures: { a: [1], b: [1, 2] } }, 'instanceFeatures.b: expected 1 features, as a has, got 2'],
  [{ instances: ['a'], instanceFeatures: { a: [1], z: [2] } }, 'instanceFeatures.z: there is no such instance; the instances are a'],
  [{ instances: ['a'], instanceFeatures: { a: [Number.NaN] } }, 'instanceFeatures.a: expected a list of finite numbers, got an array of 1'],
  [{ minBudget: 3 }, 'maxBudget: expected a number with minBudget 3, got none'],
  [{ minBudget: 9, maxBudget: 3 }, 'minBudget: expected at most maxBudget (3), got 9'],
  [{ seed: -1 }, 'seed: expected an integer from 0 to 4294967295, got -1 (number)'],
  [{ workers: 0 }, 'workers: expected an integer of at least 1, got 0 (number)'],
  [{ stopAfterFirstCrashes: 0 }, 'stopAfterFirstCrashes: expected an integer of at least 1 (or Infinity), got 0 (number)'],
]

test.each(wrong)('%o is refused with its reason', (options, message) => {
  const define = (): unknown => defineScenario({ space, ...options } as unknown as ScenarioOptions)
  expect(define).toThrow(message)
  expect(define).toThrow(expect.objectContaining({ code: 'STUDY' }))
})
