import { describe, expect, test } from 'vitest'
import { RegressionForest } from '../../../../../client/optimizer/forest/regression-forest.ts'
import { Random } from '../../../../../client/space/index.ts'

const numbers = (count: number): Int32Array => new Int32Array(count)
const points = (n: number, features: number, random: Random): Float64Array[] =>
  Array.from({ length: n }, () => Float64Array.from({ length: features }, () => random.float()))
const wholeTree = { trees: 1, featureShare: 1, leastInLeaf: 1, bootstrap: false, threshold: 'middle' } as const

function predict(forest: RegressionForest, point: Float64Array) {
  const prediction = { mean: 0, variance: 0 }
  forest.predict(point, prediction)
  return prediction
}

describe('one tree without bootstrap', () => {
  test('gives every row its own target when leaves may hold one row', () => {
    const random = new Random(1)
    const all = points(100, 3, random)
    const targets = Float64Array.from(all, () => random.normal())
    const forest = RegressionForest.fit(all, targets, numbers(3), random, wholeTree)
    for (const [row, point] of all.entries()) expect(predict(forest, point)).toEqual({ mean: targets[row], variance: 0 })
  })

  test('cuts in the middle between the two rows where the targets step', () => {
    const forest = RegressionForest.fit(
      [0, 1, 2, 5, 6, 7].map((x) => Float64Array.of(x)),
      Float64Array.of(1, 1, 1, 4, 4, 4),
      numbers(1),
      new Random(1),
      wholeTree,
    )
    expect(predict(forest, Float64Array.of(3.49)).mean).toBe(1)
    expect(predict(forest, Float64Array.of(3.51)).mean).toBe(4)
  })

  test('parts categories by their means, in whatever order they are; more than 32 of them too', () => {
    const random = new Random(2)
    for (const count of [6, 40, 100]) {
      const isGood = (category: number): boolean => (category * 7) % 3 === 0
      const all = Array.from({ length: count * 4 }, (_, row) => Float64Array.of(row % count, random.float()))
      const targets = Float64Array.from(all, ([category]) => (isGood(category!) ? -1 : 1))
      const forest = RegressionForest.fit(all, targets, Int32Array.of(count, 0), random, { ...wholeTree, leastInLeaf: count })
      for (let category = 0; category < count; category++)
        expect(predict(forest, Float64Array.of(category, 0.5)).mean).toBe(isGood(category) ? -1 : 1)
    }
  })

  test('no leaf has fewer rows than asked for', () => {
    const random = new Random(3)
    const all = points(50, 1, random)
    const targets = Float64Array.from(all, () => random.normal())
    const forest = RegressionForest.fit(all, targets, numbers(1), random, { ...wholeTree, leastInLeaf: 7 })
    const leaves = Map.groupBy(all, (point) => forest.trees[0]!.leafOf(point))
    expect(Math.min(...[...leaves.values()].map(({ length }) => length))).toBeGreaterThanOrEqual(7)
    expect(leaves.size).toBeGreaterThan(3)
  })
})

describe('a forest', () => {
  test('learns a function, is less sure where it knows less, and is the same for the same seed', () => {
    const value = ([a, b]: Float64Array): number => 4 * a! + (b! > 0.5 ? 2 : 0)
    const all = points(400, 4, new Random(4)).filter(([a]) => a! < 0.7)
    const targets = Float64Array.from(all, value)
    const grown = (seed: number): RegressionForest => RegressionForest.fit(all, targets, numbers(4), new Random(seed))
    const forest = grown(5)
    const errors = points(200, 4, new Random(6)).map((point) => {
      point[0] = 0.6 * point[0]!
      return Math.abs(predict(forest, point).mean - value(point))
    })
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.25)
    const far = predict(forest, Float64Array.of(1, 0.5, 0.5, 0.5)).variance
    const near = predict(forest, Float64Array.of(0.3, 0.2, 0.5, 0.5)).variance
    expect(far).toBeGreaterThan(near)
    expect(predict(grown(5), all[0]!)).toEqual(predict(forest, all[0]!))
    expect(predict(grown(7), all[0]!)).not.toEqual(predict(forest, all[0]!))
  })

  test('a row added to a branch moves its leaf there and nowhere else', () => {
    const all = points(60, 2, new Random(8))
    const forest = RegressionForest.fit(
      all,
      Float64Array.from(all, ([a]) => a!),
      numbers(2),
      new Random(9),
    )
    const before = predict(forest, all[0]!)
    const branch = forest.branch()
    for (const tree of branch.trees) tree.addTo(tree.leafOf(all[0]!), 10)
    expect(predict(branch, all[0]!).mean).toBeGreaterThan(before.mean + 1)
    expect(predict(branch, all[0]!).variance).toBeGreaterThan(before.variance)
    expect(predict(forest, all[0]!)).toEqual(before)
  })

  test('equal targets, and a single row, are no trouble', () => {
    for (const count of [1, 30]) {
      const all = points(count, 2, new Random(1))
      const forest = RegressionForest.fit(all, new Float64Array(count).fill(3), numbers(2), new Random(2))
      expect(predict(forest, all[0]!)).toEqual({ mean: 3, variance: 0 })
    }
  })
})
