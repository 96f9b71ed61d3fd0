// One simulated run in a process of its own: the run as JSON in the arguments, its outcome as a line of JSON on stdout.
import { QUALITY_FUNCTIONS } from './quality-functions.ts'
import type { QualityRun } from './quality-run.ts'
import { simulateRun } from './simulate-run.ts'

const run = JSON.parse(process.argv[2] ?? '') as QualityRun
const quality = QUALITY_FUNCTIONS.find(({ name }) => name === run.function)
if (quality === undefined) throw new Error(`there is no function ${run.function}`)
console.log(JSON.stringify(simulateRun(quality, run)))
