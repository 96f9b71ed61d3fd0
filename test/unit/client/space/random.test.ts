import { expect, test } from 'vitest'
import { Random } from '../../../../client/space/index.ts'

test('gives the numbers of the reference xoshiro128**', () => {
  // From state 1, 2, 3, 4: https://prng.di.unimi.it/xoshiro128starstar.c, computed with 64-bit integers.
  const random = Random.restore([0, 0, 0, 0, 1, 2, 3, 4])
  expect(Array.from({ length: 10 }, () => random.uint32())).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ])
})

test('the same seed gives the same numbers, fixed for good', () => {
  const random = new Random(1)
  expect([random.float(), random.integer(1000), random.normal(), random.uint32()]).toEqual([
    0.12715311642275595, 16, 0.9588373995140517, 323693160,
  ])
  expect(new Random(2).float()).not.toBe(new Random(1).float())
  expect(new Random(-1).float()).not.toBe(new Random(1).float())
  expect(new Random(2 ** 40).float()).not.toBe(new Random(0).float())
})

test('goes on where its state was taken', () => {
  const random = new Random(7)
  random.normal()
  const copy = Random.restore(JSON.parse(JSON.stringify(random.state())))
  expect(copy.float()).toBe(random.float())
  expect(copy.split('a').float()).toBe(random.split('a').float())
})

test('a stream depends on its name only, not on how far the generator has come', () => {
  const random = new Random(7)
  const before = random.split('design').float()
  random.float()
  expect(random.split('design').float()).toBe(before)
  expect(random.split('designs').float()).not.toBe(before)
  expect(random.split(1).float()).not.toBe(random.split('1').float())
  expect(random.split('a').split('b').float()).not.toBe(random.split('b').split('a').float())
})

test('integers are uniform up to the ends', () => {
  const random = new Random(3)
  const counts = new Array(7).fill(0)
  for (let draw = 0; draw < 70_000; draw++) counts[random.integer(7)]++
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  // 6 degrees of freedom: above 22.5 once in a thousand.
  expect(chiSquare).toBeLessThan(22.5)
  expect(random.integer(2 ** 53 - 1)).toBeGreaterThan(2 ** 32)
})

test('normal numbers have mean 0, variance 1 and normal tails', () => {
  const random = new Random(4)
  const numbers = Array.from({ length: 100_000 }, () => random.normal())
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length
  const variance = numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / numbers.length
  expect(Math.abs(mean)).toBeLessThan(0.015)
  expect(Math.abs(variance - 1)).toBeLessThan(0.02)
  expect(numbers.filter((each) => Math.abs(each) > 1.96).length / numbers.length).toBeCloseTo(0.05, 2)
})

test('shuffles into every order equally often', () => {
  const random = new Random(5)
  const counts = new Map<string, number>()
  for (let round = 0; round < 6000; round++) {
    const order = random.shuffle(['a', 'b', 'c']).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
})

test('refuses what is no seed, no range and no state', () => {
  expect(() => new Random(1.5)).toThrow(/expected an integer seed/)
  expect(() => new Random(Number.NaN)).toThrow(/expected an integer seed/)
  expect(() => new Random(1).integer(0)).toThrow(/expected an integer from 1/)
  expect(() => Random.restore([1, 2, 3])).toThrow(/eight 32-bit numbers/)
  expect(() => Random.restore([1, 2, 3, 4, 0, 0, 0, 0])).toThrow(/eight 32-bit numbers/)
})
