// One worker thread's share of the schedules.
import { parentPort, workerData } from 'node:worker_threads'
import { simulate } from './simulate.ts'

const { first, end, step } = workerData as { readonly first: number; readonly end: number; readonly step: number }
parentPort?.postMessage(await simulate(first, end, step))
