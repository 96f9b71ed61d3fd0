import { expect, test } from 'vitest'
import { modelFeatures } from '../../../../../client/optimizer/instances/model-features.ts'
import { Random } from '../../../../../client/space/index.ts'

const distance = (one: Float64Array, other: Float64Array): number =>
  Math.sqrt(one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0))
const covariance = (table: readonly Float64Array[], i: number, j: number): number => table.reduce((sum, row) => sum + row[i]! * row[j]!, 0)

test('constant features are dropped, the others brought to mean 0 and variance 1', () => {
  const found = modelFeatures([
    [3, 10, 1e300],
    [3, 20, 1e300],
    [3, 30, 1e300],
  ])
  expect(found?.map((row) => row.length)).toEqual([1, 1, 1])
  expect(found?.map(([value]) => value)).toEqual([expect.closeTo(-Math.sqrt(1.5)), 0, expect.closeTo(Math.sqrt(1.5))])
})

test('there are none where none differs', () => {
  expect(modelFeatures([])).toBeNull()
  expect(modelFeatures([[1, 2]])).toBeNull()
})

test('up to seven features stay what they are', () => {
  const random = new Random(2)
  expect(modelFeatures(Array.from({ length: 9 }, () => Array.from({ length: 7 }, () => random.float())))?.[0]).toHaveLength(7)
})

test.each([
  [12, 30],
  [30, 12],
])('%d features of %d instances become seven that have nothing in common, the widest first', (count, instances) => {
  const random = new Random(3)
  const table = Array.from({ length: instances }, () => Array.from({ length: count }, (_, at) => random.normal() * (at + 1)))
  const found = modelFeatures(table)!
  expect(found[0]).toHaveLength(7)
  for (let i = 0; i < 7; i++) {
    for (let j = 0; j < i; j++) expect(covariance(found, i, j)).toBeCloseTo(0, 8)
    if (i > 0) expect(covariance(found, i, i)).toBeLessThanOrEqual(covariance(found, i - 1, i - 1))
  }
  // As many of the squares as the components of any seven features, at least.
  const total = Array.from({ length: 7 }, (_, i) => covariance(found, i, i)).reduce((sum, each) => sum + each)
  expect(total).toBeGreaterThan((7 / count) * count * instances)
})

test.each([20, 5])('features that are sums of two keep the distances of %d instances', (instances) => {
  const random = new Random(4)
  const hidden = Array.from({ length: instances }, () => [random.normal(), random.normal()] as const)
  const weights = Array.from({ length: 9 }, () => [random.normal(), random.normal()] as const)
  const table = hidden.map(([a, b]) => weights.map(([u, v]) => u * a + v * b))
  const found = modelFeatures(table)!
  expect(found[0]).toHaveLength(2)
  const whole = standardise(table)
  for (let at = 1; at < instances; at++) expect(distance(found[0]!, found[at]!)).toBeCloseTo(distance(whole[0]!, whole[at]!), 8)
})

function standardise(table: readonly (readonly number[])[]): Float64Array[] {
  const columns = table[0]!.map((_, at) => table.map((row) => row[at]!))
  const scaled = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length
    const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length)
    return column.map((value) => (value - mean) / spread)
  })
  return table.map((_, row) => Float64Array.from(scaled, (column) => column[row]!))
}
