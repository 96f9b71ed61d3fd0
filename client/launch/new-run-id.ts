import { randomBytes } from 'node:crypto'

/** Sorts by time, and never meets another: `20261124-101500-1f3a9c`. */
export function newRunId(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return `${time}-${randomBytes(3).toString('hex')}`
}
