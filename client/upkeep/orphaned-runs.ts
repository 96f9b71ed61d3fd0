import type { RunObject, RunQueue } from '../aws/run-leftovers.ts'
import type { Leftover } from './leftover.ts'

export interface Orphans {
  /** From the oldest to the youngest. */
  readonly orphans: readonly Leftover[]
  /** Queues that are named like runs of this stack and do not carry its tag. Nobody's to delete. */
  readonly foreign: readonly RunQueue[]
}

export interface OrphanRule {
  readonly stack: string
  readonly now: number
  /** Younger runs may still be going, or be resumed. */
  readonly olderThanMs: number
}

/** Which runs nobody will come back to. A run whose results a client is taking in at this moment is none of them, however old. */
export function orphanedRuns(queues: readonly RunQueue[], objects: readonly RunObject[], rule: OrphanRule): Orphans {
  const { stack, now, olderThanMs } = rule
  const foreign = queues.filter(({ stackTag }) => stackTag !== stack)
  const untouchable = new Set(foreign.map(({ run }) => run))
  const byRun = new Map<string, { queue: RunQueue | null; objects: RunObject[] }>()
  const partsOf = (run: string) => {
    const parts = byRun.get(run) ?? { queue: null, objects: [] }
    byRun.set(run, parts)
    return parts
  }
  for (const queue of queues) partsOf(queue.run).queue = queue
  for (const object of objects) partsOf(object.run).objects.push(object)
  const orphans: Leftover[] = []
  for (const [run, { queue, objects: own }] of byRun) {
    if (untouchable.has(run) || (queue?.inHand ?? 0) > 0) continue
    const lastSign = own.reduce((latest, { lastModified }) => Math.max(latest, lastModified), queue?.seenAt ?? 0)
    const ageMs = now - lastSign
    if (ageMs < olderThanMs) continue
    orphans.push({ run, queue, objects: own, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), ageMs })
  }
  return { orphans: orphans.sort((a, b) => b.ageMs - a.ageMs), foreign }
}
