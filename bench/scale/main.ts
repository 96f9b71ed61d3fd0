// node --expose-gc bench/scale/main.ts [TRIALS…]: whole simulated runs on 10,000 workers; what a trial costs must not grow with their number.

import { Simulation } from '../../test/simulation/simulation.ts'
import { bytesPerTrial } from './bytes-per-trial.ts'

const WORKERS = 10_000
const counts = process.argv.slice(2).map(Number)
const trialCounts = counts.length > 0 ? counts : [1_000, 10_000, 100_000, 1_000_000]
const WARM_UP_TRIALS = 20_000

/** CPU of client and simulated cloud together, ms a trial. */
async function cpuPerTrial(trials: number): Promise<{ readonly cpuMs: number; readonly heapMiB: number; readonly end: string }> {
  using simulation = new Simulation(
    { seed: 1, trials, limit: WORKERS, skewMs: 0, isHeavy: false, stragglerFactor: null, faults: [] },
    false,
  )
  const { clock, witness } = simulation.world
  let isDone = false
  const began = process.cpuUsage()
  const run = simulation.run().finally(() => {
    isDone = true
  })
  await clock.runUntil(() => isDone, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
  await run
  const { user, system } = process.cpuUsage(began)
  if (witness.violations.length > 0) throw new Error(witness.violations[0])
  const heapMiB = process.memoryUsage().heapUsed / 2 ** 20
  return { cpuMs: (user + system) / 1000 / trials, heapMiB, end: simulation.laptop.stopReason?.kind ?? 'none' }
}

await cpuPerTrial(WARM_UP_TRIALS)
let first: number | null = null
for (const trials of trialCounts) {
  // A run of few trials is over before its time can be told: several of them make one figure.
  const repeats = Math.max(1, Math.ceil(20_000 / trials))
  let cpuMs = 0
  let last = { heapMiB: 0, end: '' }
  for (let i = 0; i < repeats; i++) {
    const one = await cpuPerTrial(trials)
    cpuMs += one.cpuMs / repeats
    last = one
  }
  first ??= cpuMs
  const ratio = (cpuMs / first).toFixed(2)
  console.log(
    `${trials} trials on ${WORKERS} workers: ${cpuMs.toFixed(3)} ms CPU a trial (× ${ratio}), heap ${last.heapMiB.toFixed(0)} MiB, ended: ${last.end}`,
  )
}

if (globalThis.gc === undefined) console.log('memory a finished trial: run it with node --expose-gc')
else console.log(`memory a finished trial: ${bytesPerTrial(100_000).toFixed(0)} bytes`)
