import { expect, test } from 'vitest'
import { defineSpace, float, integer, Random } from '../../../../client/space/index.ts'
import { normalQuantile, normalShare } from '../../../../client/space/normal-distribution.ts'

test('the normal distribution has the textbook values, and the quantile undoes the share', () => {
  expect(normalShare(0)).toBe(0.5)
  expect(normalShare(1.959963984540054)).toBeCloseTo(0.975, 14)
  expect(normalShare(-6)).toBeCloseTo(9.865876450376946e-10, 14)
  expect(normalQuantile(0.999)).toBeCloseTo(3.090232306167813, 12)
  for (const x of [-5, -3, -0.4, 0, 0.1, 2, 4.5]) expect(normalQuantile(normalShare(x))).toBeCloseTo(x, 8)
})

test('a normal float is drawn around its mean, within its bounds', () => {
  const space = defineSpace({ x: float(0, 10, { normal: { mean: 2, deviation: 1 } }) })
  const drawn = space.sample(new Random(1), 20_000).map(({ x }) => x)
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length
  expect(mean).toBeCloseTo(2.055, 1)
  expect(drawn.filter((x) => Math.abs(x - 2) < 1).length / drawn.length).toBeCloseTo(0.6827 / 0.9772, 1)
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
  expect(space.defaultConfiguration()).toEqual({ x: 2 })
})

test('a normal integer has the mass of its stretch', () => {
  const space = defineSpace({ i: integer(0, 10, { normal: { mean: 5, deviation: 2 } }) })
  const drawn = space.sample(new Random(1), 20_000).map(({ i }) => i)
  expect(drawn.filter((i) => i === 5).length / drawn.length).toBeCloseTo(0.1974 / 0.994, 2)
  for (let i = 0; i <= 10; i++) expect(space.decode(space.encode({ i }))).toEqual({ i })
})

test('a normal distribution that makes no sense names the parameter', () => {
  const define =
    (normal: object, options: object = {}) =>
    () =>
      defineSpace({ x: float(1, 2, { ...options, normal: normal as never }) })
  expect(define({ mean: 1, deviation: 0 })).toThrow('parameter "x": expected normal to be { mean, deviation }')
  expect(define({ mean: 1, deviation: 1 }, { log: true })).toThrow('parameter "x": it cannot be both normal and log')
  expect(define({ mean: 100, deviation: 1 })).toThrow('parameter "x": its bounds 1 and 2 hold next to nothing')
})
