import { expect, test } from 'vitest'
import { hypervolume } from '../../../../bench/quality/hypervolume.ts'
import { QUALITY_FUNCTIONS } from '../../../../bench/quality/quality-functions.ts'
import { readQualityOptions } from '../../../../bench/quality/quality-options.ts'
import { quartiles } from '../../../../bench/quality/quartiles.ts'
import { simulateRun } from '../../../../bench/quality/simulate-run.ts'

const functionNamed = (wanted: string) => QUALITY_FUNCTIONS.find(({ name }) => name === wanted)!
const branin = { function: 'branin', facade: 'RandomSearch', workers: 8, seed: 3, trials: null }

test('a run is the same each time, but for the clock', () => {
  const [first, second] = [1, 2].map(() => simulateRun(functionNamed('branin'), branin))
  expect(first).toMatchObject({ final: second!.final, area: second!.area, trials: 100 })
  expect(first!.final).toBeGreaterThan(0)
  expect(first!.area).toBeGreaterThan(first!.final)
})

test('budgets are spent, not trials counted', () => {
  const run = simulateRun(functionNamed('mf_curve'), { ...branin, function: 'mf_curve' })
  expect(run.trials).toBe(30)
})

test('of several objectives the hypervolume of everything evaluated counts', () => {
  const run = simulateRun(functionNamed('mo_zdt_mixed'), { ...branin, function: 'mo_zdt_mixed' })
  expect(run.final).toBeGreaterThan(3)
  expect(run.final).toBeLessThan(6.267)
})

test('the hypervolume is the area of the union, whatever is dominated or outside', () => {
  const points = [
    [0.5, 1],
    [0, 2],
    [0.6, 1.5],
    [5, 0],
    [0, 2],
  ]
  expect(hypervolume(points, [1, 3])).toBeCloseTo(0.5 * 1 + 1 * 1)
  expect(hypervolume([], [1, 3])).toBe(0)
})

test('quartiles lie between the values', () => {
  expect(quartiles([4, 1, 2, 3])).toEqual({ median: 2.5, lower: 1.75, upper: 3.25 })
})

test('the command line names what is wrong', () => {
  expect(() => readQualityOptions(['--function', 'sphere'])).toThrow('--function: expected some of branin')
  expect(() => readQualityOptions(['--seeds', '0'])).toThrow('--seeds: expected a whole number of at least 1, got 0')
  expect(() => readQualityOptions(['--facade', 'Best'])).toThrow('--facade: expected ')
  expect(readQualityOptions(['--workers', '1,64,512']).workers).toEqual([1, 64, 512])
})
