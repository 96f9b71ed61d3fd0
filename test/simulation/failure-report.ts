import { runSchedule } from './run-schedule.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { shrinkSchedule } from './shrink-schedule.ts'
import { StrayErrors } from './stray-errors.ts'

/** A schedule that went wrong, made as small as it can be, and what happens in it, line by line. */
export async function failureReport(seed: number): Promise<string> {
  using strays = new StrayErrors()
  const violationsOf = async (schedule: Schedule): Promise<readonly string[]> => [
    ...(await runSchedule(schedule)).violations,
    ...(await strays.take()),
  ]
  const smallest = await shrinkSchedule(scheduleOf(seed), async (smaller) => (await violationsOf(smaller)).length > 0)
  return `seed ${seed}, shrunk to ${smallest.faults.length} faults:\n${await storyOf(smallest)}`
}

/** Runs a schedule and tells everything. */
export async function storyOf(schedule: Schedule): Promise<string> {
  using strays = new StrayErrors()
  const { story, stopKind, violations } = await runSchedule(schedule, true)
  const errors = await strays.take()
  const end = violations.length + errors.length === 0 ? `all is well; the run ended: ${stopKind}` : [...violations, ...errors].join('\n')
  return `--schedule '${JSON.stringify(schedule)}'\n${story.join('\n')}\n=> ${end}`
}
