import { expect, test } from 'vitest'
import { GaussianFit } from '../../../../../client/optimizer/gp/gaussian-fit.ts'
import { COST_POWERS, costsToPower } from '../../../../../client/optimizer/model/cost-powers.ts'
import { targetsAt } from '../../../../../client/optimizer/model/model-targets.ts'
import { TargetsOf } from '../../../../../client/optimizer/model/targets-of.ts'
import { Random } from '../../../../../client/space/index.ts'

test('a power keeps the order; 0 takes logarithms of positive costs, 1 leaves costs as they are', () => {
  const costs = Float64Array.of(0.01, 1, 7, 300)
  expect(costsToPower(costs, 1).values).toEqual(costs)
  expect(costsToPower(costs, 0).values).toEqual(costs.map(Math.log))
  for (const power of COST_POWERS)
    for (const each of [costs, costs.map((cost) => cost - 5)]) {
      const { values } = costsToPower(each, power)
      expect([...values]).toEqual([...values].sort((a, b) => a - b))
    }
})

test.each(COST_POWERS)('power %d: the slopes are those of the values', (power) => {
  for (const costs of [Float64Array.of(0.4, 1, 3, 12), Float64Array.of(-2, -0.3, 0.5, 4)]) {
    const step = 1e-6
    const { values } = targetsAt(costs, power)
    const isPositive = costs.every((cost) => cost > 0)
    const spread = Math.sqrt(costs.reduce((sum, x) => sum + (x - costs.reduce((a, b) => a + b) / 4) ** 2 / 4, 0))
    const mean = costs.reduce((a, b) => a + b) / 4
    const scaled = isPositive || power === 1 ? costs : costs.map((x) => (x - mean) / spread)
    // In units of one cost: its neighbours keep mean, spread and geometric mean fixed where only slopes at fixed scale count.
    const before = costsToPower(scaled, power)
    const slopes = scaled.map((x) => {
      if (isPositive && power === 0) return 1 / x
      const at = (y: number): number => {
        if (power === 1) return y
        if (isPositive) {
          const logMean = scaled.reduce((sum, each) => sum + Math.log(each) / 4, 0)
          return Math.expm1(power * (Math.log(y) - logMean)) / power
        }
        return costsToPower(Float64Array.of(y, -1e9), power).values[0] as number
      }
      return (at(x + step) - at(x - step)) / (2 * step)
    })
    const expected = slopes.reduce((sum, slope) => sum + Math.log(slope), 0)
    expect(before.logSlopes).toBeCloseTo(expected, 5)
    expect(values).toHaveLength(4)
  }
})

test('a Gaussian process learns products on a logarithmic scale, and sums as they are', () => {
  const random = new Random(3)
  const all = Array.from({ length: 60 }, () => Float64Array.of(random.float(), random.float(), random.float()))
  const observations = all.map((point) => ({ configuration: {}, point, costs: null, successShare: 1, logDuration: Number.NaN }))
  const error = (of: (x: Float64Array) => number, powers: readonly number[]): number => {
    const costs = Float64Array.from(all, of)
    const process = new GaussianFit([false, false, false], powers).fit(observations.slice(0, 30), costs.slice(0, 30))
    const prediction = { means: new Float64Array(1), variance: 0 }
    // The rank of what is predicted, as scales differ.
    const pairs = all.slice(30).map((point, at) => {
      process.predict(point, prediction)
      return { predicted: prediction.means[0] as number, cost: costs[30 + at] as number }
    })
    return pairs.flatMap((a) => pairs.filter((b) => a.cost < b.cost && a.predicted >= b.predicted)).length
  }
  const product = ([x = 0, y = 0, z = 0]: Float64Array): number => Math.exp(25 * ((x - 0.3) ** 2 + (y - 0.6) ** 2 + (z - 0.5) ** 2))
  expect(error(product, COST_POWERS)).toBeLessThan(error(product, [1]))
})

test('a forest takes logarithms where costs are positive and spread over more than a factor of ten', () => {
  const targets = new TargetsOf(1)
  expect(targets.powerFor(Float64Array.of(1, 5, 11))).toBe(0)
  expect(targets.powerFor(Float64Array.of(1, 5, 9))).toBe(1)
  expect(targets.powerFor(Float64Array.of(-1, 5, 900))).toBe(1)
})
