import { expect, test } from 'vitest'
import { configurationKey } from '../../../../client/space/index.ts'

test('does not depend on the order of the entries, and is fixed for good', () => {
  expect(configurationKey({ a: 1, b: 'x' })).toBe(configurationKey({ b: 'x', a: 1 }))
  expect(configurationKey({ a: 1, b: 'x' })).toBe('9XPxomaUQYCnKgs9qikxp02mqNU')
})

test('tells values and names apart', () => {
  const keys = [
    {},
    { a: 1 },
    { a: '1' },
    { a: true },
    { a: 'true' },
    { a: null },
    { a: 'null' },
    { b: 1 },
    { a: 1, b: 1 },
    { 'a,1': 1 },
    { a: 0.1 + 0.2 },
    { a: 0.3 },
  ].map(configurationKey)
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) expect(key).toMatch(/^[\w-]{27}$/)
})

test('0 and -0 are one value, as in JSON', () => {
  expect(configurationKey({ a: -0 })).toBe(configurationKey({ a: 0 }))
})

test('a configuration that was changed after it was asked for has another key, one that cannot be changed keeps its own', () => {
  const open = { x: 1 }
  const before = configurationKey(open)
  open.x = 2
  expect(configurationKey(open)).not.toBe(before)
  const frozen = Array.from({ length: 9 }, (_, x) => Object.freeze({ x }))
  const keys = frozen.map((each) => configurationKey(each))
  for (const at of [8, 8, 7, 5, 8, 6, 0, 8, 7, 3]) expect(configurationKey(frozen[at]!)).toBe(keys[at])
  expect([configurationKey(frozen[1]!), configurationKey(frozen[2]!)]).toEqual([before, configurationKey(open)])
})
