// One worker thread's share of the hostile inputs.
import { workerData } from 'node:worker_threads'
import { fuzz } from './fuzz.ts'

const { casesEach, seed } = workerData as { readonly casesEach: number; readonly seed: number }
await fuzz(casesEach, seed)
