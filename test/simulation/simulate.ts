import { runSchedule } from './run-schedule.ts'
import { scheduleOf } from './schedule.ts'
import { StrayErrors } from './stray-errors.ts'

interface FailedSchedule {
  readonly seed: number
  readonly violation: string
}

/** What many schedules came to. */
export interface Tally {
  readonly schedules: number
  /** Faults that were planned; not all of them find their occasion. */
  readonly faults: number
  /** By the reason for which the run ended. */
  readonly ends: Readonly<Record<string, number>>
  readonly virtualMs: number
  readonly failed: readonly FailedSchedule[]
}

/** Runs the schedules of the seeds `first`, `first + step`, … below `end`, in this thread. */
export async function simulate(first: number, end: number, step: number): Promise<Tally> {
  using strays = new StrayErrors()
  const ends: Record<string, number> = {}
  const failed: FailedSchedule[] = []
  let schedules = 0
  let faults = 0
  let virtualMs = 0
  for (let seed = first; seed < end; seed += step) {
    const schedule = scheduleOf(seed)
    const outcome = await runSchedule(schedule)
    const [violation] = [...outcome.violations, ...(await strays.take())]
    if (violation !== undefined) failed.push({ seed, violation })
    ends[outcome.stopKind] = (ends[outcome.stopKind] ?? 0) + 1
    schedules++
    faults += schedule.faults.length
    virtualMs += outcome.virtualMs
  }
  return { schedules, faults, ends, virtualMs, failed }
}

/** Of several shards, as one. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const ends: Record<string, number> = {}
  for (const tally of tallies) for (const [kind, count] of Object.entries(tally.ends)) ends[kind] = (ends[kind] ?? 0) + count
  return {
    schedules: tallies.reduce((sum, tally) => sum + tally.schedules, 0),
    faults: tallies.reduce((sum, tally) => sum + tally.faults, 0),
    virtualMs: tallies.reduce((sum, tally) => sum + tally.virtualMs, 0),
    ends,
    failed: tallies.flatMap((tally) => tally.failed).sort((a, b) => a.seed - b.seed),
  }
}
