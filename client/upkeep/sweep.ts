import type { RunLeftovers } from '../aws/run-leftovers.ts'
import type { Leftover } from './leftover.ts'
import { type OrphanRule, type Orphans, orphanedRuns } from './orphaned-runs.ts'

/** Looks through a stack's run queues and claim checks. @throws TransportError */
export async function findOrphans(leftovers: RunLeftovers, rule: OrphanRule, signal: AbortSignal): Promise<Orphans> {
  const [queues, objects] = await Promise.all([all(leftovers.queues(signal)), all(leftovers.objects(signal))])
  return orphanedRuns(queues, objects, rule)
}

/**
 * Removes what runs left. A queue's tag is read once more before: what does not carry the stack's tag now stays.
 * @throws TransportError
 */
export async function removeOrphans(
  leftovers: RunLeftovers,
  orphans: readonly Leftover[],
  stack: string,
  signal: AbortSignal,
): Promise<{ readonly queues: number; readonly objects: number }> {
  const removed = { queues: 0, objects: 0 }
  for (const { queue, objects } of orphans) {
    const now = queue === null ? null : await leftovers.queue(queue.url, signal)
    if (now !== null && now.stackTag !== stack) continue
    await leftovers.removeObjects(
      objects.map(({ key }) => key),
      signal,
    )
    removed.objects += objects.length
    if (now === null) continue
    await leftovers.removeQueue(now.url, signal)
    removed.queues++
  }
  return removed
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
