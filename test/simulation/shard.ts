// One worker thread's share of the schedules.
import { parentPort, workerData } from 'node:worker_threads'
import { simulate } from './simulate.ts'

// Traces cost a tenth of the time and are not looked at here: what fails is told by its seed.
Error.stackTraceLimit = 0
const { first, end, step } = workerData as { readonly first: number; readonly end: number; readonly step: number }
parentPort?.postMessage(await simulate(first, end, step))
