// Start-up, no-op trials and round trips of trialfan, in a process of its own; prints lines of JSON.
import { performance } from 'node:perf_hooks'
import { spreadOf } from '../spread-of.ts'
import { driveTrials } from './drive-trials.ts'
import { emit } from './emit.ts'
import { cpuMs, descendants, memoryMiB } from './process-facts.ts'
import { profileDuring } from './profile-during.ts'
import { readScenarioArguments } from './read-scenario-arguments.ts'
import { roundTrips } from './round-trips.ts'
import { trialsOf } from './trials-of.ts'
import { warmRunner } from './warm-runner.ts'

const { trials, warmUp, roundTrips: trips, profileFile } = readScenarioArguments(process.argv.slice(2))
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const begun = performance.now()
const { cluster, runner, workers } = await warmRunner(new URL('./no-op-target.ts', import.meta.url))
// `performance.now()` counts from the start of the process.
emit({ startMs: performance.now() - begun, processStartMs: performance.now() })

await driveTrials(runner, trialsOf(warmUp, 1))
const infos = trialsOf(trials, 2)
const workersBefore = sum(workers.map(cpuMs))
const cpuBefore = process.cpuUsage()
const before = performance.now()
await (profileFile === null ? driveTrials(runner, infos) : profileDuring(profileFile, () => driveTrials(runner, infos)))
const wallMs = performance.now() - before
const cpu = process.cpuUsage(cpuBefore)
const helpers = descendants(process.pid).filter((pid) => !workers.includes(pid))
emit({
  trialsPerSecond: (trials / wallMs) * 1000,
  clientCpuMsPerTrial: (cpu.user + cpu.system) / 1000 / trials,
  workerCpuMsPerTrial: (sum(workers.map(cpuMs)) - workersBefore) / trials,
  clientMemoryMiB: process.memoryUsage.rss() / 2 ** 20,
  helperMemoryMiB: sum(helpers.map(memoryMiB)),
  workerMemoryMiB: sum(workers.map(memoryMiB)) / workers.length,
})

const times = await roundTrips(runner, trialsOf(trips, 3))
emit({
  roundTripMs: spreadOf(times)?.median ?? Number.NaN,
  roundTripP95Ms: times.toSorted((a, b) => a - b)[Math.floor(trips * 0.95)] ?? Number.NaN,
})

await runner.close()
await cluster.close()
