import { expect, test } from 'vitest'
import { spreadOf } from '../../../bench/spread-of.ts'

test('the median is the middle value, whatever the order', () => {
  expect(spreadOf([30, 1, 2])).toEqual({ median: 2, least: 1, most: 30 })
})

test('of an even number of values the median is the mean of the middle two', () => {
  expect(spreadOf([4, 1, 3, 100])).toEqual({ median: 3.5, least: 1, most: 100 })
})

test('one value is its own spread, none has none', () => {
  expect(spreadOf([7])).toEqual({ median: 7, least: 7, most: 7 })
  expect(spreadOf([])).toBeNull()
})
