import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingColumn } from '../../../../client/history/growing-column.ts'

const value = fc.constantFrom(0, -0, Number.NaN, 1, Number.POSITIVE_INFINITY)

test('a column holds what a list would, in chunks of one value and of many', () => {
  const change = fc.record({ row: fc.nat(4_999), value })
  fc.assert(
    fc.property(
      fc.array(fc.record({ value, times: fc.integer({ min: 1, max: 1_500 }) }), { minLength: 1, maxLength: 5 }),
      fc.array(change),
      (runs, changes) => {
        const column = new GrowingColumn(Float64Array)
        const list: number[] = []
        for (const { value: each, times } of runs)
          for (let time = 0; time < times; time++) {
            column.push(each)
            list.push(each)
          }
        for (const { row, value: each } of changes) {
          if (row >= list.length) continue
          column.set(row, each)
          list[row] = each
        }
        expect(column.length).toBe(list.length)
        expect(list.findIndex((each, row) => !Object.is(column.at(row), each))).toBe(-1)
        const half = list.length >> 1
        expect(column.slice(half).findIndex((each, row) => !Object.is(each, list[half + row]))).toBe(-1)
        expect(column.slice(half)).toHaveLength(list.length - half)
        expect(() => column.at(list.length)).toThrow(RangeError)
      },
    ),
    { numRuns: 50 },
  )
})
