import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runSchedule } from './run-schedule.ts'
import { scheduleOf } from './schedule.ts'

/** `npm run test:simulation` runs 100,000. */
const SCHEDULES = process.env.TRIALFAN_SCHEDULES ?? '20000'

test('no trial is lost or counted twice, nothing hangs, no limit is exceeded, and every run ends with its reason', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--schedules', SCHEDULES], { encoding: 'utf8' })
  expect(status, `${stdout}\n${stderr}`).toBe(0)
}, 600_000)

test('a schedule is a whole story: the same seed gives the same one', async () => {
  for (const seed of [11, 452]) {
    const first = await runSchedule(scheduleOf(seed), true)
    expect(first.story.length).toBeGreaterThan(10)
    expect(await runSchedule(scheduleOf(seed), true)).toEqual(first)
  }
})
