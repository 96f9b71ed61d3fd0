import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Design,
  defaultDesign,
  factorialDesign,
  latinHypercubeDesign,
  randomDesign,
  sobolDesign,
  withDefaultFirst,
} from '../../../../client/optimizer/index.ts'
import {
  categorical,
  configurationKey,
  constant,
  defineSpace,
  float,
  forbid,
  integer,
  ordinal,
  Random,
  type SpaceDefinition,
  SpaceError,
  when,
} from '../../../../client/space/index.ts'
import { anySpace } from '../space/any-space.ts'

const designs: Record<string, Design> = {
  default: defaultDesign,
  sobol: sobolDesign,
  'latin hypercube': latinHypercubeDesign,
  random: randomDesign,
  factorial: factorialDesign,
  'default, then factorial': withDefaultFirst(factorialDesign),
}

describe.each(Object.entries(designs))('%s', (_, design) => {
  test('gives at most so many distinct legal configurations, the same for the same seed', () => {
    fc.assert(
      fc.property(anySpace, fc.integer(), fc.integer({ min: 0, max: 20 }), ({ space }, seed, count) => {
        try {
          const configurations = design.configurations(space, count, new Random(seed))
          const keys = configurations.map((configuration) => configurationKey(space.check(configuration)))
          expect(new Set(keys).size).toBe(keys.length)
          expect(keys.length).toBeLessThanOrEqual(count)
          expect(design.configurations(space, count, new Random(seed))).toEqual(configurations)
          expect(design.describe(space)).not.toBe('')
        } catch (error) {
          // A space can be too tight to draw from; it says so.
          if (!(error instanceof SpaceError && /were all forbidden|draws gave no/.test(error.message))) throw error
        }
      }),
      { seed: 1, numRuns: 120 },
    )
  })
})

const square = defineSpace({ x: float(0, 1), y: float(0, 1) })

test('sobol fills evenly', () => {
  const points = sobolDesign.configurations(square, 64, new Random(1))
  expect(new Set(points.map(({ x, y }) => Math.floor(x * 8) * 8 + Math.floor(y * 8))).size).toBe(64)
  expect(sobolDesign.describe(square)).toBe('Sobol points, scrambled (2 dimensions)')
})

test('sobol covers the varying parameters only', () => {
  const space = defineSpace({ a: constant(1), x: float(0, 1), b: categorical(['only']), y: float(0, 1) })
  const plain = sobolDesign.configurations(square, 8, new Random(1))
  expect(sobolDesign.configurations(space, 8, new Random(1)).map(({ x, y }) => ({ x, y }))).toEqual(plain)
})

test('beyond 200 dimensions sobol is a Latin hypercube and says so', () => {
  const definition: SpaceDefinition = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`x${i}`, float(0, 1)]))
  const wide = defineSpace(definition)
  expect(sobolDesign.describe(wide)).toBe('Latin hypercube (201 dimensions), as the Sobol table ends at 200 dimensions')
  const points = sobolDesign.configurations(wide, 10, new Random(1))
  for (const name of Object.keys(definition)) expect(new Set(points.map((point) => Math.floor((point[name] as number) * 10))).size).toBe(10)
})

test('a Latin hypercube has one point in each strip', () => {
  const points = latinHypercubeDesign.configurations(square, 17, new Random(3))
  for (const name of ['x', 'y'] as const) expect(new Set(points.map((point) => Math.floor(point[name] * 17))).size).toBe(17)
})

test('a finite space is used up, and then the design ends', () => {
  const space = defineSpace(
    { a: integer(1, 3), b: categorical(['x', 'y'], { weights: [1, 1000] }) },
    { forbidden: [forbid({ a: 3, b: 'x' })] },
  )
  for (const design of [sobolDesign, latinHypercubeDesign, randomDesign])
    expect(new Set(design.configurations(space, 50, new Random(1)).map(configurationKey)).size).toBe(5)
})

test('factorial: the centre, then every corner', () => {
  const space = defineSpace({
    n: integer(1, 9),
    o: ordinal(['a', 'b', 'c']),
    k: categorical(['x', 'y', 'z']),
    d: when({ k: 'x' }, float(0, 1)),
    c: constant(0),
  })
  const all = factorialDesign.configurations(space, 1000, new Random(1))
  expect(factorialDesign.describe(space)).toBe('factorial: the centre and 24 corners')
  expect(all[0]).toEqual({ n: 5, o: 'b', k: 'y', c: 0 })
  // Where d is inactive its two ends are one corner: 2 × 2 × (2 + 1 + 1).
  expect(all).toHaveLength(17)
  expect(factorialDesign.configurations(space, 5, new Random(1))).toHaveLength(5)
})

test('factorial with more corners than anyone could list draws some', () => {
  const space = defineSpace(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`x${i}`, integer(0, 1000)])))
  const corners = factorialDesign.configurations(space, 40, new Random(1)).slice(1)
  expect(corners).toHaveLength(39)
  for (const corner of corners) for (const value of Object.values(corner)) expect([0, 1000]).toContain(value)
})

test('the default configuration comes first and once', () => {
  const space = defineSpace({ a: integer(1, 3) })
  expect(
    withDefaultFirst(sobolDesign)
      .configurations(space, 10, new Random(1))
      .map(({ a }) => a)
      .sort(),
  ).toEqual([1, 2, 3])
  expect(withDefaultFirst(sobolDesign).configurations(space, 10, new Random(1))[0]).toEqual({ a: 2 })
  expect(withDefaultFirst(sobolDesign).configurations(space, 0, new Random(1))).toEqual([])
})
