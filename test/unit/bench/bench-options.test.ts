import { expect, test } from 'vitest'
import { readBenchOptions } from '../../../bench/bench-options.ts'

test('by default everything is measured three times', () => {
  expect(readBenchOptions([])).toEqual({ only: null, trials: 3000, repeats: 3, quick: false, jsonFile: null, profileFolder: null })
})

test('a quick run is one short repeat, unless the trials are told', () => {
  expect(readBenchOptions(['--quick'])).toMatchObject({ trials: 600, repeats: 1 })
  expect(readBenchOptions(['--quick', '--trials', '200'])).toMatchObject({ trials: 200, repeats: 1 })
})

test.each([
  [['--only', 'dask'], '--only: expected trialfan or peers, got dask'],
  [['--trials', '12.5'], '--trials: expected a whole number, 100 or more, got 12.5'],
  [['--trials', '10'], '--trials: expected a whole number, 100 or more, got 10'],
  [['--only', 'peers', '--cpu-prof', 'x'], '--cpu-prof profiles trialfan, which --only peers leaves out'],
])('%j is refused', (args, message) => {
  expect(() => readBenchOptions(args)).toThrow(message)
})
