import { expect, it } from 'vitest'
import { largestSize } from '../../../../client/runner/largest-size.ts'
import { settings } from '../../../support/scenario.ts'

it.each([
  ['no ladder', {}, 0],
  ['no limit of its own', { memoryLadder: true }, 2],
  ['a limit that the first holds', { memoryLadder: true, trialMemoryLimitMiB: 512 }, 0],
  ['a limit that the second holds', { memoryLadder: true, trialMemoryLimitMiB: 513 }, 1],
  ['a limit above all', { memoryLadder: true, trialMemoryLimitMiB: 9_999 }, 2],
])('with %s', (_, changes, size) => {
  expect(largestSize(settings(changes), [512, 1_024, 2_048])).toBe(size)
})
