// One simulated run in a process of its own: the run as JSON in the arguments, its outcome as a line of JSON on stdout.
import { functionNamed } from './quality-functions.ts'
import type { QualityRun } from './quality-run.ts'
import { simulateRun } from './simulate-run.ts'

const run = JSON.parse(process.argv[2] ?? '') as QualityRun
console.log(JSON.stringify(simulateRun(functionNamed(run.function), run)))
