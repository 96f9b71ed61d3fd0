import { categorical, defineSpace, float, integer } from '../../client/space/index.ts'
import { RandomSearch } from '../../client/study/random-search.ts'
import { defineScenario } from '../../client/study/scenario.ts'
import { StatusType } from '../../contract/status.ts'

/** Until tables have grown to some size. */
const FIRST = 10_000

/** Heap that an optimizer holds of each finished trial, every one with a configuration of its own; run with --expose-gc. */
export function bytesPerTrial(trials: number): number {
  const space = defineSpace({ a: float(0, 1), b: integer(1, 100), c: categorical(['x', 'y', 'z']) })
  const optimizer = new RandomSearch(defineScenario({ space, trials: Number.POSITIVE_INFINITY, deterministic: true }), null)
  const run = (count: number): void => {
    for (let i = 0; i < count; i++)
      for (const info of optimizer.ask())
        optimizer.tell(info, { status: StatusType.SUCCESS, cost: i % 997, runtimeMs: 1, startedAt: i, endedAt: i + 1 })
  }
  run(FIRST)
  const before = held()
  run(trials)
  return (held() - before) / trials
}

function held(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
