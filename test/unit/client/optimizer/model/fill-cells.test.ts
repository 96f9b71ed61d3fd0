import { expect, test } from 'vitest'
import { fillCells } from '../../../../../client/optimizer/model/fill-cells.ts'

test('a table without gaps gives plain means', () => {
  expect([
    ...fillCells([
      [1, 3],
      [2, 8],
    ]),
  ]).toEqual([2, 5])
})

test('who was run on the hard instances alone is not held for worse', () => {
  // The second column costs ten times as much as the first.
  const full = Array.from({ length: 8 }, (_, at) => [1 + at, 10 + 10 * at])
  const [onHard, onEasy] = [fillCells([...full, [null, 5]]).at(-1)!, fillCells([...full, [5, null]]).at(-1)!]
  const whole = fillCells(full)
  expect(onHard).toBeLessThan(whole[2]!)
  expect(onEasy).toBeGreaterThan(whole[2]!)
})

test('one lucky entry is trusted less than many', () => {
  // Rows differ by noise alone.
  const table = Array.from({ length: 20 }, (_, at) => [0, 1, 2, 3].map((column) => 5 + ((at * 7 + column * 13) % 11)))
  const [one, many] = [...fillCells([...table, [5, null, null, null], [5, 5, 5, null]])].slice(-2)
  expect(one).toBeGreaterThan(many!)
})

test('infinite entries count as the worst of their column, negative ones are no trouble', () => {
  expect([
    ...fillCells([
      [1, -4],
      [Number.POSITIVE_INFINITY, -2],
    ]),
  ]).toEqual([-1.5, -0.5])
  expect(
    [
      ...fillCells([
        [-1, null],
        [-3, -5],
      ]),
    ].every(Number.isFinite),
  ).toBe(true)
  expect(fillCells([])).toHaveLength(0)
})
