import { Worker } from 'node:worker_threads'
import { sumOf, type Tally } from './simulate.ts'

/** A schedule leaves nothing behind: most of it is dead before it grows old. */
const YOUNG_MB = 64

/** Runs `schedules` schedules from the seed `first` on in `shards` threads. */
export async function simulateSharded(first: number, schedules: number, shards: number): Promise<Tally> {
  const tallies = await Promise.all(
    Array.from({ length: shards }, (_, shard) => {
      const workerData = { first: first + shard, end: first + schedules, step: shards }
      return new Promise<Tally>((resolve, reject) => {
        const worker = new Worker(new URL('./shard.ts', import.meta.url), {
          workerData,
          resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
        })
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', (code) => reject(new Error(`shard ${shard} ended with ${code}`)))
      })
    }),
  )
  return sumOf(tallies)
}
