import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SobolSequence } from '../../../../client/optimizer/index.ts'
import { Random } from '../../../../client/space/index.ts'

interface ScipyPoints {
  readonly first: readonly (readonly number[])[]
  readonly indexes: readonly number[]
  readonly dimensions: readonly number[]
  readonly values: readonly (readonly number[])[]
}
const scipy: ScipyPoints = JSON.parse(readFileSync(new URL('./scipy-sobol.json', import.meta.url), 'utf8'))

function take(sequence: SobolSequence, count: number): Float64Array[] {
  return Array.from({ length: count }, () => sequence.next())
}

test("gives SciPy's unscrambled points", () => {
  expect(take(new SobolSequence(5), 64).map((point) => [...point])).toEqual(scipy.first)
})

test("gives SciPy's points up to dimension 200", () => {
  const points = take(new SobolSequence(200), 1024)
  const ours = scipy.indexes.map((index) => scipy.dimensions.map((dimension) => points[index]![dimension]))
  expect(ours).toEqual(scipy.values)
})

/** Each of the `bins`² boxes of a pair of dimensions holds as many points as the others. */
function evenPair(points: readonly Float64Array[], across: number, down: number, columns: number, rows: number): boolean {
  const counts = new Map<number, number>()
  for (const point of points) {
    const box = Math.floor(point[across]! * columns) * rows + Math.floor(point[down]! * rows)
    counts.set(box, (counts.get(box) ?? 0) + 1)
  }
  return counts.size === columns * rows && new Set(counts.values()).size === 1
}

test.each([undefined, 1, 2, 3])('is a net, scrambled (seed %s) or not: every strip and every elementary box gets its share', (seed) => {
  const points = take(new SobolSequence(200, seed === undefined ? {} : { scramble: new Random(seed) }), 256)
  for (let dimension = 0; dimension < 200; dimension++)
    expect(new Set(points.map((point) => Math.floor(point[dimension]! * 256))).size).toBe(256)
  for (const [columns, rows] of [
    [2, 128],
    [8, 32],
    [16, 16],
    [64, 4],
  ] as const)
    expect(evenPair(points, 0, 1, columns, rows)).toBe(true)
})

test('scrambling depends on the seed and moves every point', () => {
  const one = take(new SobolSequence(8, { scramble: new Random(1) }), 32)
  expect(take(new SobolSequence(8, { scramble: new Random(1) }), 32)).toEqual(one)
  expect(take(new SobolSequence(8, { scramble: new Random(2) }), 32)).not.toEqual(one)
  const firsts = Array.from({ length: 2000 }, (_, seed) => new SobolSequence(1, { scramble: new Random(seed) }).next()[0]!)
  const mean = firsts.reduce((sum, each) => sum + each, 0) / firsts.length
  expect(mean).toBeCloseTo(0.5, 1)
  expect(new Set(firsts).size).toBe(2000)
})

test('integrates better than independent draws', () => {
  // The product of the coordinates, scaled: its integral over the cube is 1.
  const points = take(new SobolSequence(6, { scramble: new Random(1) }), 4096)
  const estimate = points.reduce((sum, point) => sum + point.reduce((product, each) => product * 2 * each, 1), 0) / points.length
  expect(Math.abs(estimate - 1)).toBeLessThan(0.005)
})

test('says how many dimensions there are', () => {
  for (const dimensions of [0, 201, 1.5])
    expect(() => new SobolSequence(dimensions)).toThrow(`expected 1 to 200 dimensions, got ${dimensions}`)
})
