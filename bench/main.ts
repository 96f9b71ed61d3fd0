// npm run bench: trialfan beside SMAC + Dask and bare Dask, in turn on this machine, as one table.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BenchOptions, readBenchOptions, USAGE } from './bench-options.ts'
import { comparisonTable } from './comparison-table.ts'
import { jsonLinesOf } from './json-lines-of.ts'
import { loadNow, machineFacts } from './machine-facts.ts'
import { trialfanProcess, WARM_UP_TRIALS } from './measurements-of.ts'
import { profileText } from './profile/profile-text.ts'
import { readProfile } from './profile/read-profile.ts'
import { selfTimes } from './profile/self-times.ts'
import { runBench } from './run-bench.ts'
import { TABLE_ROWS } from './table-row.ts'

const NOTES = `Medians of repeats, least and most in brackets; each repeat in a fresh process, the systems in turn. Ratios above 1: trialfan is better.
Two workers everywhere. trialfan's client has the embedded cluster in its process, Dask's its scheduler: CPU and memory include them.
Warm-up does not count: ${WARM_UP_TRIALS} trials first (half with --quick; SMAC + Dask: 50), and of scattered data the first trial on each worker.
Start: from the call that makes the cluster until both workers have ended a trial; the row below it includes the process and its imports.
Bare Dask's trials are a map of as many no-op tasks. trialfan's workers fetch scattered data with their first trial, Dask's while it is sent up.
1,000 accepted: through a proxy that adds 50 ms to each round trip and to each new connection, cold sockets, by a stand-in that runs nothing.`

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string): void => console.error(line)

function readOptions(): BenchOptions {
  try {
    return readBenchOptions(process.argv.slice(2))
  } catch (cause) {
    say(`${(cause as Error).message}\n${USAGE}`)
    process.exit(2)
  }
}

async function profileClient(folder: string, trials: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const file = join(resolve(folder), 'trialfan-no-op.cpuprofile')
  say('profiling the client')
  const counts = { trials, warmUp: WARM_UP_TRIALS, roundTrips: 20 }
  const { clientCpuMsPerTrial } = await jsonLinesOf(trialfanProcess('measure-core', counts, file))
  const cpuMs = Number(clientCpuMsPerTrial) * trials
  console.log(`\n${file}\n${profileText(selfTimes(readProfile(file)), { trials, cpuMs })}`)
}

const options = readOptions()
const facts = machineFacts(new Date())
const loadBefore = loadNow()
const { systems, isWhole } = await runBench(root, options, say).catch((cause: Error) => {
  say(cause.message)
  process.exit(1)
})
const machine = { ...facts, loadBefore, loadAfter: loadNow() }

console.log(`\n${comparisonTable(TABLE_ROWS, systems)}\n\n${NOTES}`)
console.log(
  `\n${machine.date}, Node ${machine.node}, ${machine.cores} × ${machine.processor}, ${machine.platform}, load ${machine.loadBefore} before, ${machine.loadAfter} after`,
)
if (Math.max(machine.loadBefore, machine.loadAfter) > machine.cores)
  console.log('The load is above the number of cores: wall times are too long, ratios hold better.')
if (options.jsonFile !== null) {
  writeFileSync(options.jsonFile, `${JSON.stringify({ ...systems, machine, trials: options.trials, repeats: options.repeats }, null, 2)}\n`)
}
if (options.profileFolder !== null) await profileClient(options.profileFolder, options.trials)
if (!isWhole) process.exitCode = 1
