import { describe, expect, test } from 'vitest'
import { normaliseCost } from '../../../../execution/result/normalise-cost.ts'

const one = ['length']
const two = ['time', 'loss']

describe('accepted', () => {
  test.each<[unknown, readonly string[], readonly number[], object | null]>([
    [3, one, [3], null],
    [[3], one, [3], null],
    [{ length: 3 }, one, [3], null],
    [[3, { tour: 'x' }], one, [3], { tour: 'x' }],
    [[[3], {}], one, [3], {}],
    [[{ length: 3 }, { a: 1 }], one, [3], { a: 1 }],
    [[1, 2], two, [1, 2], null],
    [{ loss: 2, time: 1 }, two, [1, 2], null],
    [[[1, 2], { a: 1 }], two, [1, 2], { a: 1 }],
    [[{ loss: 2, time: 1 }, { a: 1 }], two, [1, 2], { a: 1 }],
    [Object.assign(Object.create(null), { length: 0 }), one, [0], null],
  ])('%j for %j', (returned, objectives, cost, info) => {
    expect(normaliseCost(returned, objectives)).toEqual({ cost, info, error: null })
  })
})

describe('refused, saying what came and what was expected', () => {
  test.each<[unknown, readonly string[], string]>([
    [Number.NaN, one, 'returned NaN (number); expected a finite number for objective "length"'],
    [Infinity, one, 'returned Infinity (number)'],
    [-Infinity, one, 'returned -Infinity (number)'],
    [null, one, 'returned null;'],
    [undefined, one, 'returned undefined;'],
    ['5', one, 'returned "5" (string)'],
    [5n, one, 'returned 5n (bigint)'],
    [true, one, 'returned true (boolean)'],
    [new Map(), one, 'returned an object (Map)'],
    [Float64Array.of(1), one, 'returned an object (Float64Array)'],
    [[], one, 'returned a list of 0'],
    [[1, 2], one, 'returned a list of 2'],
    [[1, null], one, 'returned a list of 2'],
    [['1'], one, 'returned "1" (string) for objective "length"'],
    [{}, one, 'returned a record without objective "length"'],
    [{ lenght: 1 }, one, 'returned a record without objective "length" and with the unknown objective "lenght"'],
    [{ length: 1, extra: 2 }, one, 'returned a record with the unknown objective "extra"'],
    [[Number.NaN, { a: 1 }], one, 'returned [cost, info] with the cost NaN (number)'],
    [7, two, 'returned one number (7); expected 2 finite numbers, as a list or as a record, for objectives "time", "loss"'],
    [[7, { a: 1 }], two, 'returned [cost, info] with the cost one number (7)'],
    [[1], two, 'returned a list of 1'],
    [[1, Number.NaN], two, 'returned NaN (number) for objective "loss"'],
    [{ time: 1 }, two, 'returned a record without objective "loss"'],
    [{ time: 1, loss: '2' }, two, 'returned "2" (string) for objective "loss"'],
  ])('%s for %j', (returned, objectives, error) => {
    const normalised = normaliseCost(returned, objectives)
    expect(normalised.cost).toBeNull()
    expect(normalised.error).toContain(`the target ${error}`)
  })

  test('an inherited name is no objective', () => {
    expect(normaliseCost({ toString: 1 }, ['constructor']).error).toContain('without objective "constructor"')
  })
})
