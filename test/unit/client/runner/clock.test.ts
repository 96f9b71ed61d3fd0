import { afterEach, expect, test, vi } from 'vitest'
import { steadyClock } from '../../../../client/runner/clock.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test('a clock that is set does not move the steady one', () => {
  const before = steadyClock.now()
  vi.spyOn(Date, 'now').mockReturnValue(before + 900_000)
  expect(steadyClock.now() - before).toBeLessThan(60_000)
  expect(Number.isInteger(steadyClock.now())).toBe(true)
})
