import { expect } from 'vitest'
import type { KilledRun } from './killed-run.ts'

/** The run ended well, and its journal has each of its trials ended once and told once. */
export function expectEachOnce({ code, records, kills, hasStudy }: KilledRun, trials: number): void {
  const numbers = (type: string): number[] =>
    records.flatMap((record) => (record.type === type && 'trial' in record ? [Number(record.trial)] : [])).sort((a, b) => a - b)
  const all = Array.from({ length: trials }, (_, trial) => trial)
  expect(code).toBe(0)
  expect(numbers('ended')).toEqual(all)
  expect(numbers('told')).toEqual(all)
  expect(records.filter(({ type }) => type === 'session')).toHaveLength(kills.filter((kill) => kill === 'client').length + 1)
  expect(hasStudy).toBe(true)
}
