import { runSchedule } from './run-schedule.ts'
import { scheduleOf } from './schedule.ts'
const [first = '0', n = '1'] = process.argv.slice(2)
const t0 = performance.now(); const cpu0 = process.cpuUsage()
let bad = 0
const kinds: Record<string, number> = {}
let rejected: string | null = null
process.on('unhandledRejection', (e) => { rejected = String(e instanceof Error ? e.stack : e) })
for (let seed = Number(first); seed < Number(first) + Number(n); seed++) {
  rejected = null
  const o = await runSchedule(scheduleOf(seed), n === '1')
  await new Promise((r) => setImmediate(r))
  kinds[o.stopKind] = (kinds[o.stopKind] ?? 0) + 1
  if (n === '1') console.log(JSON.stringify(scheduleOf(seed)), '\n' + o.story.join('\n'))
  if (o.violations.length > 0 || rejected) { bad++; if (bad < 30) console.log(seed, o.violations[0], rejected ?? '') }
}
const cpu = process.cpuUsage(cpu0)
console.log({ bad, kinds, ms: (performance.now() - t0) / Number(n), cpuMs: (cpu.user + cpu.system) / 1000 / Number(n) })
