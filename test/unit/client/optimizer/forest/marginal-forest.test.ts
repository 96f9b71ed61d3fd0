import { expect, test } from 'vitest'
import { fitInstances } from '../../../../../client/optimizer/forest/fit-instances.ts'
import { MarginalForest } from '../../../../../client/optimizer/forest/marginal-forest.ts'
import { RegressionForest } from '../../../../../client/optimizer/forest/regression-forest.ts'
import type { Observation } from '../../../../../client/optimizer/model/observations.ts'
import { Random } from '../../../../../client/space/index.ts'

const random = new Random(5)
const draw = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal())
/** Two numbers and a category of the configuration, two features of the instance. */
const configuration = (): Float64Array => Float64Array.of(random.normal(), random.normal(), random.integer(3))
const features = Array.from({ length: 12 }, () => draw(2))
const categories = Int32Array.of(0, 0, 3)
const offsets = draw(12)

function grown(): RegressionForest {
  const points = Array.from({ length: 400 }, () => Float64Array.of(...configuration(), ...features[random.integer(12)]!))
  const targets = Float64Array.from(points, ([a = 0, b = 0, c = 0, f = 0, g = 0]) => a * f + (c === 1 ? g : b))
  return RegressionForest.fit(points, targets, Int32Array.of(...categories, 0, 0), random)
}

/** Instance by instance. */
function byTree(forest: RegressionForest, point: Float64Array, isLogarithmic: boolean): number[] {
  return forest.trees.map((tree) => {
    const each = features.map((own, at) => tree.mean(tree.leafOf(Float64Array.of(...point, ...own))) + offsets[at]!)
    const mean = each.reduce((sum, value) => sum + (isLogarithmic ? Math.exp(value) : value), 0) / each.length
    return isLogarithmic ? Math.log(mean) : mean
  })
}

test.each([false, true])(
  "each tree says the mean over the instances, the forest the trees' mean and variance; logarithmic: %s",
  (isLogarithmic) => {
    const forest = grown()
    const marginal = MarginalForest.over(forest, 3, { features, offsets, isLogarithmic })
    for (let k = 0; k < 50; k++) {
      const point = configuration()
      const expected = byTree(forest, point, isLogarithmic)
      for (const [tree, each] of expected.entries()) expect(marginal.predictBy(tree, point)).toBeCloseTo(each, 10)
      const mean = expected.reduce((sum, each) => sum + each / expected.length, 0)
      const prediction = { mean: 0, variance: 0 }
      marginal.predict(point, prediction)
      expect(prediction.mean).toBeCloseTo(mean, 10)
      expect(prediction.variance).toBeCloseTo(
        expected.reduce((sum, each) => sum + (each - mean) ** 2 / expected.length, 0),
        8,
      )
    }
  },
)

test('what is believed of a pending configuration draws its prediction there, in a branch alone', () => {
  const marginal = MarginalForest.over(grown(), 3, { features, offsets, isLogarithmic: true }).scaled({ mean: 1, spread: 2 })
  const point = configuration()
  const before = { mean: 0, variance: 0 }
  marginal.predict(point, before)
  const branch = marginal.branch()
  branch.believe(point, before.mean, before.mean - 3)
  const after = { mean: 0, variance: 0 }
  branch.predict(point, after)
  expect(after.mean).toBeLessThan(before.mean - 0.1)
  expect(after.mean).toBeGreaterThan(before.mean - 3)
  const kept = { mean: 0, variance: 0 }
  marginal.predict(point, kept)
  expect(kept).toEqual(before)
})

const EASY = Float64Array.of(-1)
const HARD = Float64Array.of(1)

/** What x costs: on every second, hard, instance the more the greater it is, on the easy ones the other way round. */
function observed(x: number, instances: readonly number[]): Observation {
  const costs = Float64Array.from(instances, (at) => (at % 2 === 1 ? 100 * Math.exp(x) : Math.exp(-x)))
  const cells = { instances: Int32Array.from(instances), costs }
  return { point: Float64Array.of(x), costs: null, successShare: 1, logDuration: Number.NaN, cells }
}

test('a configuration that was run on a few instances is told by what such instances have in common', () => {
  // Every one was run on two instances of one kind: only the features say that the other kind's are to be expected to cost more, or less.
  const few = Array.from({ length: 60 }, (_, k) => observed(k / 60, [k % 10, (k + 2) % 10]))
  const instances = Array.from({ length: 10 }, (_, at) => (at % 2 === 1 ? HARD : EASY))
  const fit = fitInstances(few, instances, Int32Array.of(0), 4_000, new Random(1))!
  // The hard instances make the mean, also for those that were run on the easy ones alone.
  const [least, most] = [fit.means.subarray(0, 10), fit.means.subarray(50)]
  expect(Math.max(...least)).toBeLessThan(Math.min(...most))
})

test('failures count as the worst of their instance, and nothing is learnt from no cost at all', () => {
  const failing = { ...observed(0.9, [1]), cells: { instances: Int32Array.of(1), costs: Float64Array.of(Number.POSITIVE_INFINITY) } }
  expect(fitInstances([failing], [EASY, HARD], Int32Array.of(0), 4_000, new Random(1))).toBeNull()
  const all = [...Array.from({ length: 20 }, (_, k) => observed(k / 40, [0, 1])), ...Array.from({ length: 5 }, () => failing)]
  const { means } = fitInstances(all, [EASY, HARD], Int32Array.of(0), 4_000, new Random(1))!
  expect(means.every(Number.isFinite)).toBe(true)
  expect(means.at(-1)).toBeGreaterThan(means[0]!)
})
