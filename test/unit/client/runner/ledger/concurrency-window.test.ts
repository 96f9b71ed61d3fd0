import { describe, expect, it } from 'vitest'
import { ConcurrencyWindow } from '../../../../../client/runner/ledger/concurrency-window.ts'

function open(limit: number): ConcurrencyWindow {
  const window = new ConcurrencyWindow()
  window.setLimit(limit, 0)
  return window
}

describe('the window of trials in flight', () => {
  it('is the limit when nothing is wrong, and follows it at once', () => {
    const window = open(10)
    expect(window.size).toBe(10)
    for (const limit of [2, 8, 0, 4]) {
      window.setLimit(limit, 100)
      expect(window.size).toBe(limit)
    }
  })

  it('begins at Lambda’s burst of 1,000 and grows at its documented rate', () => {
    const window = open(5_000)
    expect([window.size, window.isNarrow]).toEqual([1_000, true])
    window.started(0, 0, true, 10_000)
    expect(window.size).toBe(2_000)
    for (let second = 11; second <= 50; second++) window.started(0, 0, true, second * 1000)
    expect([window.size, window.isNarrow]).toEqual([5_000, false])
  })

  it('halves when throttled, once for all trials that were throttled together', () => {
    const window = open(100)
    window.throttled(0)
    window.throttled(10)
    window.throttled(20)
    expect(window.size).toBe(50)
    window.throttled(2_000)
    expect(window.size).toBeLessThan(35)
  })

  it('never closes by itself: one trial can always find out', () => {
    const window = open(3)
    for (let now = 0; now < 20_000; now += 1_000) window.throttled(now)
    expect(window.size).toBe(1)
  })

  it('shrinks when warm starts are late by more than Lambda’s first retry, whatever the clocks say', () => {
    const hour = 3_600_000
    const window = open(100)
    for (let i = 0; i < 10; i++) window.started(i * 100, i * 100 + hour, false, i * 100)
    expect(window.size).toBe(100)
    window.started(2_000, 2_000 + hour + 1_500, false, 2_000)
    expect(window.size).toBe(80)
  })

  it('learns anew what a fast start is: a clock that was set looks like lateness for minutes, not for good', () => {
    const window = open(100)
    for (let second = 0; second < 60; second++) window.started(second * 1000, second * 1000, false, second * 1000)
    const late = (minute: number): void => window.started(minute * 60_000, minute * 60_000 + 5_000, false, minute * 60_000)
    late(2)
    expect(window.size).toBe(80)
    for (let minute = 3; minute <= 12; minute++) late(minute)
    const settled = window.size
    for (let minute = 13; minute <= 20; minute++) late(minute)
    expect(window.size).toBeGreaterThanOrEqual(settled)
    expect(window.size).toBe(100)
  })

  it('takes a late cold start for what it is', () => {
    const window = open(100)
    window.started(0, 5, false, 0)
    window.started(0, 4_000, true, 4_000)
    expect(window.size).toBe(100)
  })

  it('recovers after a while of quiet', () => {
    const window = open(100)
    window.throttled(0)
    for (let second = 1; second <= 40; second++) window.started(0, 0, false, second * 1000)
    expect(window.size).toBe(100)
  })
})
