import { expect, test } from 'vitest'
import { boundedMinimum } from '../../../../client/optimizer/bounded-minimum.ts'

function rosenbrock(x: Float64Array, gradient: Float64Array): number {
  gradient.fill(0)
  let sum = 0
  for (let k = 0; k + 1 < x.length; k++) {
    const [a, b] = [x[k]!, x[k + 1]!]
    sum += 100 * (b - a * a) ** 2 + (1 - a) ** 2
    gradient[k] = gradient[k]! - 400 * a * (b - a * a) - 2 * (1 - a)
    gradient[k + 1] = gradient[k + 1]! + 200 * (b - a * a)
  }
  return sum
}

test("follows Rosenbrock's valley to its end", () => {
  const x = new Float64Array(6).fill(-1.2)
  const value = boundedMinimum(rosenbrock, x, {
    lower: new Float64Array(6).fill(-5),
    upper: new Float64Array(6).fill(5),
    iterations: 300,
    tolerance: 1e-8,
  })
  expect(value).toBeLessThan(1e-8)
  for (const each of x) expect(each).toBeCloseTo(1, 3)
})

test('stays inside the bounds, ends at them, and leaves one it began at', () => {
  const x = Float64Array.of(0, 1, 3)
  boundedMinimum(
    (at, gradient) => {
      const target = [2, -1, 0.5]
      for (const [k, value] of at.entries()) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        gradient[k] = 2 * (value - target[k]!)
      }
      return at.reduce((sum, value, k) => sum + (value - target[k]!) ** 2, 0)
    },
    x,
    { lower: new Float64Array(3), upper: new Float64Array(3).fill(1), iterations: 50 },
  )
  expect(x[0]).toBe(1)
  expect(x[1]).toBe(0)
  expect(x[2]).toBeCloseTo(0.5, 6)
})

test('never steps to where the value is not a number', () => {
  const x = Float64Array.of(0.5)
  const value = boundedMinimum(
    (at, gradient) => {
      gradient[0] = 1 - 1 / at[0]!
      return at[0]! < 0.9 ? at[0]! - Math.log(at[0]!) : Number.NaN
    },
    x,
    { lower: Float64Array.of(1e-3), upper: Float64Array.of(5), iterations: 50 },
  )
  expect(x[0]).toBeLessThan(0.9)
  expect(value).toBeLessThan(0.5 - Math.log(0.5))
})
