import { describe, expect, test } from 'vitest'
import type { AcquisitionName } from '../../../../../client/optimizer/acquisition/acquisition-function.ts'
import { OptimumPriorWeight } from '../../../../../client/optimizer/acquisition/optimum-priors.ts'
import { WeightedAcquisition } from '../../../../../client/optimizer/acquisition/weighted-acquisition.ts'
import { FeatureSpace } from '../../../../../client/optimizer/model/feature-space.ts'
import { ModelProposer, type ModelProposerOptions } from '../../../../../client/optimizer/model-proposer.ts'
import { categorical, defineSpace, float, Random } from '../../../../../client/space/index.ts'
import { StatusType } from '../../../../../contract/status.ts'
import type { Configuration, TrialValue } from '../../../../../contract/trial.ts'

const space = defineSpace({ x: float(0, 1), y: float(0, 1), kind: categorical(['a', 'b', 'c']) })
const bowl = ({ x, y, kind }: Configuration): number => (Number(x) - 0.3) ** 2 + (Number(y) - 0.6) ** 2 + (kind === 'b' ? 0 : 0.2)

function run(
  trials: number,
  options: ModelProposerOptions,
  value: (configuration: Configuration) => Partial<TrialValue> = (configuration) => ({ cost: bowl(configuration) }),
): Configuration[] {
  const proposer = new ModelProposer(space, new Random(options.model === 'forest' ? 2 : 1), { trials, ...options })
  return Array.from({ length: trials }, () => {
    const [configuration] = proposer.propose(1)
    const times = { runtimeMs: 10, cpuTimeMs: 1, startedAt: 0, endedAt: 10, additionalInfo: {}, worker: null, attempt: 1 }
    proposer.told(
      { configuration: configuration! },
      { status: StatusType.SUCCESS, cost: Number.POSITIVE_INFINITY, ...times, ...value(configuration!) },
    )
    return configuration!
  })
}

describe.each(['gaussian-process', 'forest'] as const)('%s', (model) => {
  test.each<AcquisitionName>(['log-ei', 'ei', 'ei-per-second', 'pi', 'lcb', 'thompson'])('%s finds the bowl', (acquisition) => {
    const found = run(35, { model, acquisition })
    expect(Math.min(...found.map(bowl))).toBeLessThan(model === 'forest' ? 0.06 : 0.01)
    expect(found.slice(20).filter((each) => bowl(each) < 0.1).length).toBeGreaterThan(2)
  })

  test('per second, the cheaper of two equal regions is preferred', () => {
    const isDear = ({ x }: Configuration): boolean => Number(x) > 0.5
    const value = (configuration: Configuration) => ({
      cost: Math.min((Number(configuration.x) - 0.2) ** 2, (Number(configuration.x) - 0.8) ** 2) + (Number(configuration.y) - 0.5) ** 2,
      runtimeMs: isDear(configuration) ? 10_000 : 10,
    })
    const dear = (acquisition: AcquisitionName): number => run(30, { model, acquisition }, value).slice(10).filter(isDear).length
    expect(dear('ei-per-second')).toBeLessThan(dear('log-ei') / 2)
  })

  test('a belief draws the first proposals, and a wrong one is overcome', () => {
    const near = (each: Configuration): boolean => Math.abs(Number(each.x) - 0.9) < 0.1 && each.kind === 'c'
    const priors = { x: { best: 0.9, spread: 0.05 }, kind: { best: 'c', weights: { c: 20 } } }
    const believed = run(40, { model, priors, priorStrength: 60 })
    const unbiased = run(40, { model })
    expect(believed.slice(10, 16).filter(near).length).toBeGreaterThan(unbiased.slice(10, 16).filter(near).length + 1)
    expect(Math.min(...believed.map(bowl))).toBeLessThan(0.1)
  })

  test('where trials fail is learnt', () => {
    const fails = ({ x }: Configuration): boolean => Number(x) < 0.5
    const found = run(40, { model }, (configuration) =>
      fails(configuration) ? { status: StatusType.CRASHED } : { cost: bowl(configuration) },
    )
    expect(found.slice(20).filter(fails).length).toBeLessThan(16)
    expect(Math.min(...found.filter((each) => !fails(each)).map(bowl))).toBeLessThan(0.06)
  })
})

test('a share of the proposals is random', () => {
  const spread = (randomShare: number): number =>
    run(60, { randomShare })
      .slice(30)
      .filter((each) => bowl(each) > 0.25).length
  expect(spread(0.6)).toBeGreaterThan(spread(0) + 5)
})

test('the gradient of a weighted acquisition is its slope', () => {
  const features = new FeatureSpace<Configuration>(space)
  const prior = new OptimumPriorWeight(features, { x: { best: 0.4, spread: 0.3 }, y: { best: 1 }, kind: { best: 'b' } }, 4)
  prior.observed(3)
  const weighted = new WeightedAcquisition(prior, prior)
  const point = Float64Array.of(0.7, 0.2, 1)
  const gradient = new Float64Array(3)
  expect(weighted.withGradient(point, gradient)).toBeCloseTo(weighted.value(point), 12)
  for (const at of [0, 1]) {
    const moved = (by: number): Float64Array => point.map((value, feature) => (feature === at ? value + by : value))
    expect(gradient[at]).toBeCloseTo((weighted.value(moved(1e-6)) - weighted.value(moved(-1e-6))) / 2e-6, 4)
  }
  expect(weighted.value(Float64Array.of(0.7, 0.2, 1)) - weighted.value(Float64Array.of(0.7, 0.2, 0))).toBeCloseTo(
    2 * (4 / 3) * Math.log(5),
    9,
  )
})

test.each([
  [{ z: { best: 1 } }, 'parameter "z": there is a prior for it, and no such parameter'],
  [{ x: { best: 3 } }, 'parameter "x": the best value of its prior, 3, is none of its values'],
  [{ x: { best: 0.5, spread: 0 } }, 'parameter "x": expected a spread above 0 and up to 1 in its prior, got 0 (number)'],
  [{ kind: { best: 'a', weights: { a: -1 } } }, 'parameter "kind": expected weights above 0 in its prior, got -1 (number) for a'],
  [{ kind: { best: 'a', weights: { z: 3 } } }, 'parameter "kind": its prior has a weight for "z", which is none of its values'],
  [
    { kind: { best: 'a', spread: 0.1 } },
    'parameter "kind": its prior has "spread": there is no such option; the options are best, weights',
  ],
  [{ x: { best: 0.5, spred: 0.1 } }, 'parameter "x": its prior has "spred": there is no such option; did you mean "spread"?'],
  [{ x: { best: 0.5, spread: JSON.parse('"0.1"') } }, 'expected a spread above 0 and up to 1 in its prior, got "0.1" (string)'],
])('a belief that does not fit the space is refused: %j', (priors, message) => {
  expect(() => new ModelProposer(space, new Random(1), { priors })).toThrow(message)
})
