import type { TrialSettings } from './trial-settings.ts'

/**
 * The index of the largest worker size that a trial may climb to when memory runs out: 0 without a memory ladder.
 * A trial with a memory limit of its own gets no further than the first size that holds it.
 */
export function largestSize({ memoryLadder = false, trialMemoryLimitMiB }: TrialSettings, sizesMiB: readonly number[]): number {
  if (!memoryLadder) return 0
  const enough = trialMemoryLimitMiB === null ? -1 : sizesMiB.findIndex((size) => size >= trialMemoryLimitMiB)
  return enough === -1 ? sizesMiB.length - 1 : enough
}
