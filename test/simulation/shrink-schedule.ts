import type { Schedule } from './schedule.ts'

/**
 * The shortest story that is still wrong: faults are left out one by one, then trials, workers, skew, size and amounts.
 * @param fails whether a schedule goes wrong
 */
export async function shrinkSchedule(schedule: Schedule, fails: (smaller: Schedule) => Promise<boolean>): Promise<Schedule> {
  let best = schedule
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false
    for (const smaller of smallerThan(best)) {
      if (!(await fails(smaller))) continue
      best = smaller
      isSmaller = true
      break
    }
  }
  return best
}

/** The boldest first. */
function* smallerThan(schedule: Schedule): Generator<Schedule> {
  const { faults, trials, limit, skewMs, isHeavy, stragglerFactor } = schedule
  const half = Math.floor(faults.length / 2)
  if (half > 1) {
    yield { ...schedule, faults: faults.slice(0, half) }
    yield { ...schedule, faults: faults.slice(half) }
  }
  for (let i = 0; i < faults.length; i++) yield { ...schedule, faults: faults.toSpliced(i, 1) }
  if (trials > 1) {
    yield { ...schedule, trials: Math.floor(trials / 2) }
    yield { ...schedule, trials: trials - 1 }
  }
  if (isHeavy) yield { ...schedule, isHeavy: false }
  if (stragglerFactor !== null) yield { ...schedule, stragglerFactor: null }
  if (skewMs !== 0) yield { ...schedule, skewMs: 0 }
  if (limit > 1) yield { ...schedule, limit: 1 }
  for (const [i, fault] of faults.entries()) {
    if (fault.at > 0) yield { ...schedule, faults: faults.with(i, { ...fault, at: Math.floor(fault.at / 2) }) }
  }
}
