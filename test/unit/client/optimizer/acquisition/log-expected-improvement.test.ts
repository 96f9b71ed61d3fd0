import { expect, test } from 'vitest'
import { logImprovement } from '../../../../../client/optimizer/acquisition/log-expected-improvement.ts'
import { normalProbability } from '../../../../../client/optimizer/acquisition/normal-distribution.ts'

/** z, log h(z), Φ(z)/h(z), φ(z)/h(z) with 60 digits by mpmath 1.3, rounded to doubles. */
const EXACT: readonly (readonly [number, number, number, number])[] = [
  [3, 1.0987396653277077, 0.3328409684517952, 0.0014770946446142933],
  [1, 0.08002621884930694, 0.7766387252017393, 0.22336127479826073],
  [0, -0.9189385332046728, 1.2533141373155003, 1],
  [-0.5, -1.6205162643873199, 1.5598731483480797, 1.7799365741740398],
  [-1, -2.4851210257126413, 1.9042712333296918, 2.9042712333296916],
  [-1.5, -3.52993592080571, 2.2795806941564463, 4.419371041234669],
  [-3, -7.869686059603029, 3.5323375176251606, 11.597012552875482],
  [-10, -55.55312203612235, 10.194383033412553, 102.94383033412554],
  [-40, -808.29856835662, 40.04990665764852, 1602.9962663059407],
  [-10_000, -50000019.33961931, 10000.000199999993, 100000002.99999994],
]

test.each(EXACT)('log improvement at %d is exact to 13 digits, however unlikely', (z, log, probability, density) => {
  const result = { log: 0, probability: 0, density: 0 }
  logImprovement(z, result)
  for (const [got, exact] of [
    [result.log, log],
    [result.probability, probability],
    [result.density, density],
  ] as const)
    expect(Math.abs(got - exact)).toBeLessThan(1e-13 * Math.max(1, Math.abs(exact)))
})

test('the normal probability in both tails', () => {
  expect(normalProbability(0)).toBe(0.5)
  expect(normalProbability(1.959963984540054)).toBeCloseTo(0.975, 14)
  expect(normalProbability(-10) / 7.6198530241605e-24).toBeCloseTo(1, 12)
  expect(normalProbability(40)).toBe(1)
})
