// npm run test:hostile: a million hostile inputs, in as many threads as there are cores.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { READERS } from './readers.ts'

const cases = Number(process.env.TRIALFAN_CASES ?? 1_000_000)
const shards = Math.min(8, availableParallelism())
const casesEach = Math.ceil(cases / READERS.length / shards)
const started = performance.now()

await Promise.all(
  Array.from({ length: shards }, (_, seed) => {
    const worker = new Worker(new URL('./shard.ts', import.meta.url), { workerData: { casesEach, seed } })
    return new Promise<void>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`shard ${seed} ended with ${code}`))))
    })
  }),
)
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(`${casesEach * shards * READERS.length} hostile inputs to ${READERS.length} readers in ${seconds} s: typed errors only`)
