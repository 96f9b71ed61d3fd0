import { performance } from 'node:perf_hooks'
import type { Runner, TrialInfo } from 'trialfan'
import { driveTrials } from './drive-trials.ts'

/** How long each trial takes from the submission to its result in hand, one at a time, ms. */
export async function roundTrips(runner: Runner, infos: readonly TrialInfo[], data?: unknown): Promise<readonly number[]> {
  const times: number[] = []
  for (const info of infos) {
    const before = performance.now()
    await driveTrials(runner, [info], { data })
    times.push(performance.now() - before)
  }
  return times
}
