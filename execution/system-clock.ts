import type { ExecutionClock } from './execution-clock.ts'

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The machine's own time. */
export const systemClock: ExecutionClock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS))
    timer.unref()
    return () => clearTimeout(timer)
  },
}
