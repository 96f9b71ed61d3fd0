import { expect, test } from 'vitest'
import { SeededRandom } from '../../../../examples/tsp/seeded-random.ts'

test('gives the same numbers for the same seed, and others for another', () => {
  const numbers = (seed: number) => {
    const random = new SeededRandom(seed)
    return Array.from({ length: 20 }, () => random.unit())
  }
  expect(numbers(1)).toEqual(numbers(1))
  expect(numbers(1)).not.toEqual(numbers(2))
  expect(numbers(2 ** 31 + 5)).not.toEqual(numbers(5))
})

test('whole numbers reach both ends and nothing beyond, each as often', () => {
  const random = new SeededRandom(3)
  const counts = new Map<number, number>()
  for (let k = 0; k < 6_000; k++) {
    const value = random.between(-1, 4)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3, 4])
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(130)
})
