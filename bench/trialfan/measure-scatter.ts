// 100 MiB scattered by trialfan, then trials that use them, one at a time; prints lines of JSON.
import { performance } from 'node:perf_hooks'
import { spreadOf } from '../spread-of.ts'
import { driveTrials } from './drive-trials.ts'
import { emit } from './emit.ts'
import { readScenarioArguments } from './read-scenario-arguments.ts'
import { roundTrips } from './round-trips.ts'
import { trialsOf } from './trials-of.ts'
import { warmRunner } from './warm-runner.ts'

const BYTES = 100 * 2 ** 20
/** The first trial on each of two workers fetches the data: these are not steady. */
const FETCHING = 2

const { trials, warmUp } = readScenarioArguments(process.argv.slice(2))
const { cluster, runner } = await warmRunner(new URL('./first-number-target.ts', import.meta.url))
await driveTrials(runner, trialsOf(warmUp, 1))
const x = Float64Array.from({ length: BYTES / Float64Array.BYTES_PER_ELEMENT }, Math.random)

const before = performance.now()
const data = await runner.scatter({ x })
const uploadMs = performance.now() - before
const times = await roundTrips(runner, trialsOf(trials + FETCHING, 4), data)
await driveTrials(runner, trialsOf(1, 5), {
  data,
  onValue({ cost }) {
    if (cost !== x[0]) throw new Error(`expected the first scattered number, ${x[0]}, got ${cost}`)
  },
})

emit({
  'scatter.uploadMs': uploadMs,
  'scatter.firstTrialMs': times[0] ?? Number.NaN,
  'scatter.steadyMs': spreadOf(times.slice(FETCHING))?.median ?? Number.NaN,
})
await runner.close()
await cluster.close()
