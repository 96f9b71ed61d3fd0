// npm run test:simulation: many simulated runs with planned faults; a failing one is shrunk and told (docs/simulation.md).
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { failureReport, storyOf } from './failure-report.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { simulateSharded } from './simulate-sharded.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: process.env.TRIALFAN_SCHEDULES ?? '100000' },
    first: { type: 'string', default: '0' },
    shards: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    /** Tell one schedule's story. */
    seed: { type: 'string' },
    /** The same for a schedule that was shrunk. */
    schedule: { type: 'string' },
  },
})

const STORIES_TOLD = 3

if (values.schedule !== undefined) console.log(await storyOf(JSON.parse(values.schedule) as Schedule))
else if (values.seed !== undefined) console.log(await storyOf(scheduleOf(Number(values.seed))))
else {
  const started = performance.now()
  const { schedules, faults, ends, virtualMs, failed } = await simulateSharded(
    Number(values.first),
    Number(values.schedules),
    Number(values.shards),
  )
  const seconds = (performance.now() - started) / 1000
  const words = Object.entries(ends).map(([kind, count]) => `${count} ${kind}`)
  console.log(`${schedules} schedules with ${faults} faults in ${seconds.toFixed(1)} s, ${Math.round(virtualMs / 3_600_000)} virtual hours`)
  console.log(`runs ended: ${words.join(', ')}; failed: ${failed.length}`)
  for (const { seed, violation } of failed.slice(0, 20)) console.log(`seed ${seed}: ${violation}`)
  for (const { seed } of failed.slice(0, STORIES_TOLD)) console.log(`\n${await failureReport(seed)}`)
  if (failed.length > 0) process.exitCode = 1
}
