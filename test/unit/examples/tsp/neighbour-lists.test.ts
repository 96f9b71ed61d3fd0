import { expect, test } from 'vitest'
import { neighbourLists } from '../../../../examples/tsp/neighbour-lists.ts'
import { smallInstance } from './small-instance.ts'

test('lists the nearest other cities, nearest first, ties in order', () => {
  // On a line: 0 at 0, 1 at 2, 2 at 3, 3 at 4, 4 at 9.
  const at = [0, 2, 3, 4, 9]
  const distances = Int32Array.from(at.flatMap((from) => at.map((to) => Math.abs(from - to))))
  expect(Array.from(neighbourLists(distances, 5, 2))).toEqual([1, 2, 2, 0, 1, 3, 2, 1, 3, 2])
})

test('never lists a city as its own neighbour, even if another lies in the same place', () => {
  expect(Array.from(neighbourLists(new Int32Array(9), 3, 2))).toEqual([1, 2, 0, 2, 0, 1])
})

test('refuses more neighbours than there are', () => {
  const { distances } = smallInstance(10)
  expect(() => neighbourLists(distances, 10, 10)).toThrow('expected 1 to 9 neighbours, got 10')
})
