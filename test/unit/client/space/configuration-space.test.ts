import { describe, expect, test } from 'vitest'
import {
  allOf,
  anyOf,
  categorical,
  constant,
  defineSpace,
  float,
  forbid,
  greaterThan,
  integer,
  lessThan,
  notEqual,
  ordinal,
  Random,
  relation,
  when,
} from '../../../../client/space/index.ts'

const space = defineSpace(
  {
    temperature: float(0.1, 100, { log: true, default: 10 }),
    depth: when({ moves: ['oropt', 'both'] }, integer(1, 3)),
    moves: categorical(['2opt', 'oropt', 'both'], { default: 'both', weights: [1, 1, 2] }),
    neighbours: ordinal([5, 8, 10, 16]),
    restarts: integer(1, 20, { log: true }),
    cool: when({ restarts: greaterThan(3) }, float(0.9, 0.999)),
    version: constant('v1'),
  },
  { forbidden: [forbid({ moves: '2opt', neighbours: 5 })] },
)
const legal = { temperature: 1, moves: 'oropt', depth: 2, neighbours: 8, restarts: 2, version: 'v1' }

test('the default configuration: given defaults, else the middle, the likeliest category; only what is active', () => {
  expect(space.defaultConfiguration()).toEqual({ temperature: 10, depth: 2, moves: 'both', neighbours: 10, restarts: 3, version: 'v1' })
  expect(Object.keys(space.defaultConfiguration())).toEqual(['temperature', 'depth', 'moves', 'neighbours', 'restarts', 'version'])
  const likeliest = defineSpace({
    letter: categorical(['a', 'b', 'c'], { weights: [1, 3, 3] }),
    x: float(1, 100, { log: true }),
    y: float(0, 1),
  })
  expect(likeliest.defaultConfiguration()).toEqual({ letter: 'b', x: expect.closeTo(10, 9), y: 0.5 })
})

describe('check', () => {
  test('gives a legal configuration back', () => {
    expect(space.check(legal)).toBe(legal)
  })

  test.each<[string, Record<string, unknown>, string | null, RegExp]>([
    ['unknown', { speed: 1 }, 'speed', /no such parameter; it has temperature, depth, moves/],
    ['missing', { temperature: undefined }, 'temperature', /expected a number from 0.1 to 100, got undefined/],
    ['inactive', { cool: 0.95 }, 'cool', /inactive here, since it needs restarts > 3; leave it out/],
    ['too large', { temperature: 100.1 }, 'temperature', /expected a number from 0.1 to 100, got 100.1/],
    ['NaN', { temperature: Number.NaN }, 'temperature', /got NaN/],
    ['wrong type', { temperature: '1' }, 'temperature', /got "1" \(string\)/],
    ['fraction', { restarts: 1.5 }, 'restarts', /expected an integer from 1 to 20, got 1.5/],
    ['no category', { moves: '3opt' }, 'moves', /expected one of "2opt", "oropt", "both", got "3opt"/],
    ['between steps', { neighbours: 9 }, 'neighbours', /expected one of 5, 8, 10, 16, got 9/],
    ['another constant', { version: 'v2' }, 'version', /expected "v1", got "v2"/],
  ])('%s', (_, change, parameter, message) => {
    expect(() => space.check({ ...legal, ...change } as never)).toThrow(
      expect.objectContaining({ code: 'SPACE', parameter, message: expect.stringMatching(message) }),
    )
  })

  test('missing although active, and forbidden', () => {
    const { depth: _, ...without } = legal
    expect(() => space.check(without)).toThrow('parameter "depth": it is missing; expected an integer from 1 to 3')
    expect(() => space.check({ ...without, moves: '2opt', neighbours: 5 })).toThrow(/forbidden: \(moves is "2opt" and neighbours is 5\)/)
    expect(() => space.check(null as never)).toThrow(/expected a configuration .* got null/)
  })
})

test('activity follows the conditions', () => {
  expect(space.activeParameters({ ...legal, restarts: 4 })).toEqual([
    'temperature',
    'depth',
    'moves',
    'neighbours',
    'restarts',
    'cool',
    'version',
  ])
  expect(space.isActive('cool', legal)).toBe(false)
  expect(space.isActive('depth', { moves: '2opt' })).toBe(false)
  expect(() => space.isActive('speed', legal)).toThrow('parameter "speed": the space has no such parameter')
})

test('a parameter under an inactive parent is inactive, whatever the test', () => {
  const chain = defineSpace({
    on: categorical([false, true]),
    kind: when({ on: true }, categorical(['a', null])),
    other: when({ kind: notEqual('a') }, integer(1, 2)),
    deepest: when(anyOf({ other: 1 }, allOf({ on: true, kind: 'a' })), constant(0)),
  })
  expect(chain.defaultConfiguration()).toEqual({ on: false })
  expect([...chain.configurations()]).toEqual([
    { on: false },
    { on: true, kind: 'a', deepest: 0 },
    { on: true, kind: null, other: 1, deepest: 0 },
    { on: true, kind: null, other: 2 },
  ])
})

test('ordinals are compared by their place, and nested whens all hold', () => {
  const ranks = defineSpace({
    rank: ordinal(['low', 'middle', 'high'], { default: 'low' }),
    n: integer(1, 3, { default: 1 }),
    extra: when({ rank: greaterThan('low') }, when({ n: lessThan(3) }, constant(true))),
  })
  expect(ranks.isActive('extra', { rank: 'middle', n: 2 })).toBe(true)
  expect(ranks.isActive('extra', { rank: 'low', n: 2 })).toBe(false)
  expect(ranks.isActive('extra', { rank: 'high', n: 3 })).toBe(false)
})

describe('sample', () => {
  test('follows each distribution: integer ends, logarithms, weights', () => {
    const random = new Random(1)
    const drawn = defineSpace({
      n: integer(1, 5),
      l: integer(1, 8, { log: true }),
      w: categorical(['a', 'b', 'c'], { weights: [1, 2, 7] }),
      x: float(1, 10_000, { log: true }),
    }).sample(random, 40_000)
    const share = (holds: (configuration: (typeof drawn)[number]) => boolean): number => drawn.filter(holds).length / drawn.length
    for (const n of [1, 2, 3, 4, 5]) expect(share((each) => each.n === n)).toBeCloseTo(0.2, 1.9)
    for (const l of [1, 2, 5, 8])
      expect(share((each) => each.l === l)).toBeCloseTo(Math.log((l + 0.5) / (l - 0.5)) / Math.log(8.5 / 0.5), 1.9)
    expect(share((each) => each.w === 'a')).toBeCloseTo(0.1, 1.9)
    expect(share((each) => each.w === 'c')).toBeCloseTo(0.7, 1.9)
    expect(share((each) => each.x < 10)).toBeCloseTo(0.25, 1.9)
  })

  test('is uniform over what the clauses leave', () => {
    const triangle = defineSpace({ a: integer(1, 4), b: integer(1, 4), c: float(0, 1) }, { forbidden: [forbid(relation('a', '>', 'b'))] })
    const counts = new Map<string, number>()
    for (const { a, b } of triangle.sample(new Random(2), 20_000)) counts.set(`${a}${b}`, (counts.get(`${a}${b}`) ?? 0) + 1)
    expect(counts.size).toBe(10)
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(220)
  })

  test('gives the same configurations for the same seed', () => {
    expect(space.sample(new Random(5), 20)).toEqual(space.sample(new Random(5), 20))
  })

  test('says so when the clauses leave next to nothing', () => {
    const tight = defineSpace({ x: float(0, 1, { default: 0 }), y: float(0, 1) }, { forbidden: [forbid({ x: greaterThan(0) })] })
    expect(() => tight.sample(new Random(1), 1)).toThrow(/100000 draws of x were all forbidden \(x > 0\); loosen the clauses/)
  })
})

describe('encode and decode', () => {
  test('numbers to the unit interval, integers to the middle of their stretch, NaN where inactive', () => {
    const point = space.encode({ ...legal, temperature: Math.sqrt(10) })
    expect([...point]).toEqual([
      expect.closeTo(0.5, 12),
      0.5,
      0.375,
      0.375,
      expect.closeTo(Math.log(2 / 0.5) / Math.log(20.5 / 0.5), 12),
      Number.NaN,
      0.5,
    ])
  })

  test('the ends of the cube are the ends of the space', () => {
    const corners = defineSpace({
      x: float(0.3, 0.7, { log: true }),
      n: integer(-2, 2),
      l: integer(3, 9, { log: true }),
      o: ordinal(['a', 'b']),
    })
    expect(corners.decode([0, 0, 0, 0])).toEqual({ x: 0.3, n: -2, l: 3, o: 'a' })
    expect(corners.decode([1, 1, 1, 1])).toEqual({ x: 0.7, n: 2, l: 9, o: 'b' })
  })

  test('numbers of inactive parameters are not read; a forbidden point is null; other vectors are refused', () => {
    expect(space.decode([0.5, Number.NaN, 0, 0.9, 0, Number.NaN, 0.5])).toMatchObject({ moves: '2opt', neighbours: 16, restarts: 1 })
    expect(space.decode([0.5, 0.5, 0, 0, 0, 0.5, 0.5])).toBeNull()
    expect(() => space.decode([0.5])).toThrow('expected a vector of 7 numbers, got 1')
    expect(() => space.decode([0.5, Number.NaN, 0.9, 0.9, 0, 0, 0.5])).toThrow(
      'parameter "depth": expected a number from 0 to 1 for an active parameter, got NaN',
    )
    expect(() => space.decode([1.1, 0, 0.9, 0.9, 0, 0, 0.5])).toThrow(/parameter "temperature": .* got 1.1/)
  })

  test('every integer comes back, also at the far end of a logarithm', () => {
    const wide = defineSpace({ n: integer(-(2 ** 39), 2 ** 39 - 1), l: integer(1, 2 ** 40 - 1, { log: true }) })
    for (const l of [1, 2, 3, 2 ** 20 + 1, 2 ** 40 - 2, 2 ** 40 - 1])
      for (const n of [-(2 ** 39), -1, 0, 2 ** 39 - 2, 2 ** 39 - 1]) expect(wide.decode(wide.encode({ n, l }))).toEqual({ n, l })
  })
})

describe('neighbours', () => {
  test('change one parameter; what becomes active starts at its default', () => {
    const neighbours = space.neighbours(legal, new Random(1))
    const changed = neighbours.map((each) =>
      Object.keys({ ...each, ...legal }).filter((name) => each[name as 'moves'] !== legal[name as 'moves']),
    )
    expect(changed.every((names) => names.length >= 1 && names.length <= 2)).toBe(true)
    expect(neighbours.filter((each) => each.moves !== 'oropt').map((each) => [each.moves, each.depth])).toEqual([
      ['2opt', undefined],
      ['both', 2],
    ])
    expect(neighbours.filter((each) => each.neighbours !== 8).map((each) => each.neighbours)).toEqual([5, 10])
    expect(neighbours.filter((each) => each.depth !== 2 && each.depth !== undefined).map((each) => each.depth)).toEqual([1, 3])
    expect(neighbours.filter((each) => each.temperature !== 1)).toHaveLength(4)
    for (const each of neighbours) if (each.restarts > 3) expect(each.cool).toBeCloseTo(0.9495, 9)
    expect(changed.flat()).not.toContain('version')
  })

  test('leave out what is forbidden, and refuse an illegal start', () => {
    const { depth: _, ...two } = { ...legal, moves: '2opt', neighbours: 8 }
    expect(space.neighbours(two, new Random(1)).some((each) => each.neighbours === 5)).toBe(false)
    expect(() => space.neighbours({ ...legal, moves: '2opt' }, new Random(1))).toThrow('parameter "depth"')
  })
})

describe('size', () => {
  test('counts what is legal', () => {
    expect(space.size()).toBe(Infinity)
    expect(defineSpace({ a: integer(1, 10), b: categorical(['x', 'y']), c: constant(0) }).size()).toBe(20)
    expect(defineSpace({ a: integer(1, 10), b: when({ a: greaterThan(7) }, integer(1, 5)) }).size()).toBe(7 + 3 * 5)
    expect(defineSpace({ a: integer(1, 10), b: integer(1, 10) }, { forbidden: [forbid(relation('a', '>', 'b'))] }).size()).toBe(55)
  })

  test('does not try each value of a large integer', () => {
    const large = defineSpace({
      n: integer(1, 2 ** 39),
      more: when({ n: greaterThan(1000.5) }, categorical(['a', 'b'])),
      one: when({ n: 5 }, integer(1, 3)),
    })
    expect(large.size()).toBe(999 + 3 + 2 * (2 ** 39 - 1000))
  })

  test('is finite when every branch with a float is forbidden, and the listing leaves that branch out', () => {
    const dead = defineSpace({ a: integer(1, 3), x: when({ a: 3 }, float(0, 1)) }, { forbidden: [forbid({ a: 3 })] })
    expect(dead.size()).toBe(2)
    expect([...dead.configurations()]).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('an endless space cannot be listed', () => {
    expect(() => space.configurations()).toThrow(/not finite, or too large to count/)
  })

  test('twenty independent branches are counted at once', () => {
    const branches = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        [`a${i}`, categorical(['x', 'y'])] as const,
        [`b${i}`, when({ [`a${i}`]: 'y' }, integer(1, 2))] as const,
      ]).flat(),
    )
    expect(defineSpace(branches).size()).toBe(3 ** 20)
  })
})

test.each<[Parameters<typeof relation>[1], number]>([
  ['<', 3],
  ['<=', 6],
  ['>', 3],
  ['>=', 6],
  ['=', 3],
  ['!=', 6],
])('relation %s holds where it says, also between an ordinal and an integer', (operator, forbidden) => {
  const plain = defineSpace({ a: integer(1, 3), b: ordinal([1, 2, 3]) })
  const hits = [...plain.configurations()].filter(({ a, b }) => {
    const gate = defineSpace({ a: integer(1, 3), b: ordinal([1, 2, 3]), hit: when(relation('a', operator, 'b'), constant(true)) })
    return gate.isActive('hit', { a, b })
  })
  expect(hits).toHaveLength(forbidden)
})

test('a long list of values is as good as a short one', () => {
  const list = Array.from({ length: 20 }, (_, i) => 5 * i)
  const listed = defineSpace({ n: integer(0, 99), more: when({ n: list }, constant(true)) })
  expect([...listed.configurations()].filter(({ more }) => more).map(({ n }) => n)).toEqual(list)
})
