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
  relation,
  type SpaceDefinition,
  SpaceError,
  type SpaceOptions,
  when,
} from '../../../../client/space/index.ts'

function fault(definition: SpaceDefinition, options?: SpaceOptions): SpaceError {
  try {
    defineSpace(definition, options)
  } catch (error) {
    if (error instanceof SpaceError) return error
    throw error
  }
  throw new Error('expected a SpaceError, got a space')
}

/** What comes in untyped, from JavaScript or JSON. */
const untyped = (value: unknown): never => value as never
const moves = categorical(['2opt', 'oropt'])
const n = integer(1, 10)

describe('a parameter that cannot be is named with what to do', () => {
  test.each<[string, SpaceDefinition[string], RegExp]>([
    ['default above', float(0, 1, { default: 2 }), /expected a default that is a number from 0 to 1, got 2/],
    ['default below', integer(1, 5, { default: 0 }), /expected a default that is an integer from 1 to 5, got 0/],
    ['default no integer', integer(1, 5, { default: 1.5 }), /an integer from 1 to 5, got 1.5/],
    ['default NaN', float(0, 1, { default: Number.NaN }), /got NaN/],
    ['default a string', float(0, 1, { default: untyped('1') }), /got "1" \(string\)/],
    ['default null', float(0, 1, { default: untyped(null) }), /got null/],
    ['log from 0', float(0, 1, { log: true }), /log needs a lower bound above 0, got 0; raise the bound or leave log out/],
    ['log below 0', integer(-1, 5, { log: true }), /log needs a lower bound above 0, got -1/],
    ['log no boolean', float(1, 2, { log: untyped('yes') }), /expected log to be true or false/],
    ['bounds equal', float(1, 1), /both 1; use constant\(1\)/],
    ['bounds swapped', integer(5, 1), /lower bound 5 is above its upper bound 1; swap them/],
    ['infinite', float(0, Infinity), /expected a finite number as its upper bound, got Infinity/],
    ['missing bound', float(0, untyped(undefined)), /upper bound, got undefined/],
    ['too wide', float(-1e308, 1e308), /too far apart/],
    ['integer bound no integer', integer(0.5, 4), /expected an integer as its lower bound, got 0.5; float\(\) takes fractions/],
    ['too many integers', integer(0, 2 ** 41), /use float\(\) and round/],
    ['no categories', categorical([]), /list of values is empty/],
    ['no list', categorical(untyped('abc')), /expected a list of values, got "abc"/],
    ['same category twice', categorical(['a', 'b', untyped('a')]), /has "a" \(string\) twice/],
    ['0 and -0', categorical([0, -0]), /twice/],
    ['category no JSON', categorical(['a', untyped({})]), /expected strings, finite numbers, booleans or null as values, got an object/],
    ['category NaN', ordinal([1, Number.NaN]), /got NaN/],
    ['default no category', categorical(['a', 'b'], { default: untyped('c') }), /expected a default that is one of "a", "b", got "c"/],
    ['default no step', ordinal([1, 2], { default: untyped(3) }), /one of 1, 2, got 3/],
    ['too few weights', categorical(['a', 'b'], { weights: [1] }), /expected 2 weights, one a value, got an array of 1/],
    ['weight below 0', categorical(['a', 'b'], { weights: [1, -1] }), /expected weights above 0, got -1 \(number\)/],
    ['weight 0', categorical(['a', 'b'], { weights: [1, 0] }), /leave a value out rather than weigh it 0/],
    ['weight lost', categorical(['a', 'b'], { weights: [1, 1e-20] }), /weight 1e-20 is too small/],
    ['constant undefined', constant(untyped(undefined)), /got undefined/],
    ['no parameter', untyped(3), /expected float\(\), integer\(\), categorical\(\), ordinal\(\), constant\(\) or when\(\), got 3/],
    ['unknown kind', untyped({ kind: 'normal' }), /expected float\(\)/],
  ])('%s', (_, parameter, message) => {
    const error = fault({ first: n, wrong: parameter })
    expect(error.code).toBe('SPACE')
    expect(error.parameter).toBe('wrong')
    expect(error.message).toMatch(/^parameter "wrong": /)
    expect(error.message).toMatch(message)
  })
})

describe('a condition that cannot be is named with its parameter', () => {
  test.each<[string, Parameters<typeof when>[0], RegExp]>([
    ['unknown parent', { move: '2opt' }, /names "move", which the space does not have; did you mean "moves"\?/],
    ['a parent called like a member of every object', { toString: 1 }, /names "toString"/],
    ['impossible value', { moves: '3opt' }, /moves is never "3opt" \(string\); expected one of "2opt", "oropt"/],
    ['impossible in list', { moves: ['2opt', '3opt'] }, /moves is never "3opt"/],
    ['value of another type', { n: '1' }, /n is never "1" \(string\); expected an integer from 1 to 10/],
    ['out of bounds', { n: 11 }, /n is never 11/],
    ['empty list', { moves: [] }, /the list of values for moves is empty/],
    ['never above', { n: greaterThan(10) }, /n > 10 never holds: n is an integer from 1 to 10/],
    ['never below', { x: lessThan(0) }, /x < 0 never holds/],
    ['compared with text', { n: greaterThan('a') }, /expected a number to compare n with, got "a"/],
    ['no order', { moves: greaterThan('2opt') }, /the values of moves have no order; make it ordinal\(\)/],
    ['above the last', { rank: greaterThan('high') }, /it is the last value/],
    ['below the first', { rank: lessThan('low') }, /it is the first value/],
    ['no step', { rank: greaterThan('higher') }, /rank is never "higher"/],
    ['notEqual to what never is', { moves: notEqual('3opt') }, /moves is never "3opt"/],
    ['unknown comparison', { n: untyped({ operator: '~', value: 1 }) }, /expected greaterThan, lessThan or notEqual, got "~"/],
    ['empty record', {}, /its condition is empty/],
    ['empty combination', allOf(), /its condition is empty/],
    ['inside a combination', anyOf({ n: 1 }, { n: 12 }), /n is never 12/],
    ['no condition', untyped('moves'), /expected a record such as/],
    ['itself', { wrong: 0.5 }, /its condition names the parameter itself/],
    ['relation with itself', relation('n', '<', 'n'), /compares n with itself/],
    ['order of categories', relation('n', '<', 'moves'), /needs numbers on both sides, and moves is one of/],
    ['order of texts', relation('rank', '<', 'n'), /needs numbers on both sides, and rank is one of/],
    ['unknown relation', untyped({ ...relation('n', '<', 'x'), operator: '~' }), /expected <, <=, >, >=, = or != between n and x, got "~"/],
  ])('%s', (_, condition, message) => {
    const error = fault({ moves, n, x: float(0, 1), rank: ordinal(['low', 'middle', 'high']), wrong: when(condition, float(0, 1)) })
    expect(error.parameter).toBe('wrong')
    expect(error.message).toMatch(message)
  })

  test('a cycle is told the way round', () => {
    const error = fault({ a: when({ c: 1 }, n), b: when({ a: 1 }, n), c: when({ b: 1 }, n) })
    expect(error.message).toBe(
      'parameter "a": its condition leads back to it: a depends on c depends on b depends on a; take one condition out',
    )
  })
})

describe('a forbidden clause that cannot be', () => {
  test.each<[string, SpaceOptions, RegExp]>([
    [
      'unknown parameter',
      { forbidden: [forbid({ n: 1 }), forbid({ m: 1 })] },
      /^forbidden clause 2 names "m", which the space does not have/,
    ],
    ['unknown value', { forbidden: [forbid({ moves: '3opt' })] }, /^forbidden clause 1: moves is never "3opt"/],
    ['no clause', { forbidden: [untyped({ moves: '2opt' })] }, /^forbidden clause 1: expected forbid\(…\), got an object/],
    ['no list', { forbidden: untyped(forbid({ n: 1 })) }, /expected forbidden to be a list of forbid\(…\)/],
    [
      'the default',
      { forbidden: [forbid({ moves: '2opt', n: greaterThan(2) })] },
      /^parameter "moves": the default configuration is forbidden: \(moves is "2opt" and n > 2\); give moves or n another default/,
    ],
  ])('%s', (_, options, message) => {
    expect(fault({ moves, n }, options).message).toMatch(message)
  })
})

test.each<[string, () => unknown, string]>([
  ['float', () => float(0, 1, untyped({ deflt: 0.5 })), 'float: deflt: there is no such option; did you mean "default"?'],
  ['integer', () => integer(0, 9, untyped({ lgo: true })), 'integer: lgo: there is no such option; did you mean "log"?'],
  ['categorical', () => categorical(['a'], untyped({ wieghts: [1] })), 'did you mean "weights"?'],
  ['ordinal', () => ordinal(['a'], untyped({ weights: [1] })), 'ordinal: weights: there is no such option; the options are default'],
  [
    'defineSpace',
    () => defineSpace({ n }, untyped({ forbiden: [] })),
    'defineSpace: forbiden: there is no such option; did you mean "forbidden"?',
  ],
  ['no object', () => float(0, 1, untyped(0.5)), 'float: expected an object of options such as { default: … }, got 0.5 (number)'],
])('an option that %s does not know is named', (_, define, message) => {
  expect(define).toThrow(SpaceError)
  expect(define).toThrow(message)
})

test('a space needs a plain record of parameters with names that no object has', () => {
  expect(fault({}).message).toMatch(/at least one parameter/)
  expect(fault(untyped(null)).message).toMatch(/expected a record of parameters, got null/)
  expect(fault(untyped([n])).message).toMatch(/expected a record of parameters, got an array/)
  expect(fault({ '': n }).message).toMatch(/needs a name/)
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) expect(fault({ [name]: n }).parameter).toBe(name)
  expect(fault({ ['__proto__']: n }).parameter).toBe('__proto__')
  expect(fault(untyped({ __proto__: n })).message).toMatch(/cannot be called "__proto__"/)
})

test('what the definition was made of can change afterwards without effect', () => {
  const values = ['a', 'b']
  const space = defineSpace({ letter: categorical(values) })
  values.push('c')
  values[0] = 'z'
  expect(space.defaultConfiguration()).toEqual({ letter: 'a' })
  expect(() => space.check({ letter: 'c' })).toThrow(SpaceError)
})
