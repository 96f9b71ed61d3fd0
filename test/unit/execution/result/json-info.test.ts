import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonInfo } from '../../../../execution/result/json-info.ts'

test('what JSON can carry comes through unchanged', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (info) => {
      const kept = jsonInfo(info)
      expect(kept.notes).toEqual([])
      expect(JSON.stringify(kept.info)).toBe(JSON.stringify(info))
    }),
    { seed: 4 },
  )
})

test('what it cannot carry is kept as far as possible, with a note', () => {
  const circle: Record<string, unknown> = { name: 'c' }
  circle.self = circle
  const { info, notes } = jsonInfo({
    big: 5n,
    nan: Number.NaN,
    f: () => 1,
    gone: undefined,
    when: new Date(0),
    array: Float64Array.of(1, 2),
    map: new Map([['a', 1]]),
    set: new Set([1]),
    circle,
    list: [1, Symbol('s'), 3],
    get bad(): number {
      throw new TypeError('no')
    },
  })
  expect(info).toEqual({
    big: '5',
    nan: 'NaN',
    when: '1970-01-01T00:00:00.000Z',
    array: [1, 2],
    map: { a: 1 },
    set: [1],
    circle: { name: 'c' },
    list: [1, null, 3],
  })
  expect(notes).toContain('info.big: a bigint is kept as a string')
  expect(notes).toContain('info.f: a function is left out')
  expect(notes).toContain('info.circle.self: a value that holds itself is left out')
  expect(notes).toContain('info.bad: reading it throws, it is left out')
})

test('a thousand of the same kind are one note', () => {
  const { notes } = jsonInfo({ list: Array.from({ length: 1000 }, () => 1n) })
  expect(notes).toEqual(['info.list[]: a bigint is kept as a string (and 999 more like it)'])
})

test('never over its size, whatever it is made of', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.double(),
    fc.bigInt(),
    fc.constantFrom(null, true, undefined, '\u0000'.repeat(50)),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(value, fc.array(value, { maxLength: 30 })), { noNullPrototype: true }), (info) => {
      const kept = jsonInfo(info, 2000)
      // One cut text may be on top, with 1000 characters of up to 6 bytes each.
      expect(Buffer.byteLength(JSON.stringify(kept.info))).toBeLessThanOrEqual(2000 + 6100)
    }),
    { seed: 5 },
  )
})

test('one text of 50 MB is cut', () => {
  const { info, notes } = jsonInfo({ text: 'x'.repeat(50_000_000), after: 1 })
  expect((info.text as string).length).toBeLessThan(1100)
  expect(notes[0]).toContain('info was cut')
})

test('nesting without end', () => {
  let deep: unknown = 1
  for (let i = 0; i < 5000; i++) deep = { deep }
  expect(jsonInfo({ deep }).notes[0]).toContain('nested deeper than 100 levels')
})

test('a key named __proto__ pollutes nothing', () => {
  const { info } = jsonInfo(JSON.parse('{"__proto__":{"polluted":1}}'))
  expect(JSON.stringify(info)).toBe('{"__proto__":{"polluted":1}}')
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})
