import { expect, test } from 'vitest'
import { ModelProposer } from '../../../../../client/optimizer/index.ts'
import { categorical, defineSpace, float, Random } from '../../../../../client/space/index.ts'
import { AlgorithmConfiguration, defineScenario } from '../../../../../client/study/index.ts'
import type { Configuration } from '../../../../../contract/trial.ts'
import { ended } from '../ended.ts'

const space = defineSpace({ x: float(0, 1), engine: categorical(['a', 'b']) })
const instanceFeatures = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`i${at}`, [at % 2, 5]]))
const proposerOf = (features: typeof instanceFeatures | null) =>
  new ModelProposer(space, new Random(3), { mixedConditions: true, model: 'forest', instanceFeatures: features })

function cost({ x, engine }: Configuration, at: number): number {
  const isOdd = at % 2 === 1
  return (1 + at) * Math.exp(3 * Math.abs(Number(x) - (isOdd ? 0.8 : 0.6)) + (engine === (isOdd ? 'a' : 'b') ? 1 : 0))
}

/** One worker; each configuration on one instance. */
function proposals(proposer: ModelProposer, count: number): Configuration[] {
  return Array.from({ length: count }, (_, at) => {
    const [next] = proposer.propose(1)
    proposer.told({ configuration: next!, instance: `i${at % 8}` }, ended(cost(next!, at % 8)))
    return next!
  })
}

test('a forest learns over the features of instances, and says so', () => {
  const proposer = proposerOf(instanceFeatures)
  expect(proposer.description).toContain("random forest over instances' features")
  const late = proposals(proposer, 50).slice(30)
  const near = late.filter(({ x }) => Number(x) > 0.5 && Number(x) < 0.9)
  expect(near.length).toBeGreaterThan(12)
  expect(late).not.toEqual(proposals(proposerOf(null), 50).slice(30))
})

test('features that do not differ change nothing', () => {
  const alike = Object.fromEntries(Object.keys(instanceFeatures).map((name) => [name, [1, 5]]))
  expect(proposals(proposerOf(alike), 20)).toEqual(proposals(proposerOf(null), 20))
})

test('in a thread of its own it proposes what it does in place', async () => {
  const inPlace = proposals(proposerOf(instanceFeatures), 20)
  const proposer = proposerOf(instanceFeatures)
  let wake = (): void => {}
  proposer.startBackground(() => wake())
  for (const [at, expected] of inPlace.entries()) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    let [next] = proposer.propose(1)
    if (next === undefined) {
      await woken
      ;[next] = proposer.propose(1)
    }
    expect(next).toEqual(expected)
    proposer.told({ configuration: next!, instance: `i${at % 8}` }, ended(cost(next!, at % 8)))
  }
  proposer.stopBackground()
})

test('algorithm configuration hands them to its model', () => {
  const scenario = defineScenario({ space, trials: 40, instances: Object.keys(instanceFeatures), instanceFeatures })
  expect(new AlgorithmConfiguration(scenario).description).toContain("over instances' features")
  const asked = new AlgorithmConfiguration(scenario, null, { model: 'forest' })
  expect(asked.description).toContain("racing, random forest over instances' features (as asked for)")
  // @ts-expect-error: there is no such model
  expect(() => new AlgorithmConfiguration(scenario, null, { model: 'tree' })).toThrow(
    'model: expected "auto", "gaussian-process" or "forest"',
  )
  const without = defineScenario({ space, trials: 40, instances: Object.keys(instanceFeatures) })
  expect(new AlgorithmConfiguration(without).description).not.toContain('features')
})
