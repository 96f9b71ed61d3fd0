import { expect, it } from 'vitest'
import type { RunObject, RunQueue } from '../../../../client/aws/run-leftovers.ts'
import { orphanedRuns } from '../../../../client/upkeep/orphaned-runs.ts'

const NOW = 1_000_000
const queue = (run: string, createdAt: number, changes: Partial<RunQueue> = {}): RunQueue => ({
  run,
  url: `http://queues/${run}`,
  stackTag: 'mine',
  createdAt,
  seenAt: createdAt,
  waiting: 0,
  inHand: 0,
  ...changes,
})
const object = (run: string, lastModified: number, bytes = 10): RunObject => ({
  run,
  key: `runs/${run}/events/0-1.json`,
  bytes,
  lastModified,
})
const rule = { stack: 'mine', now: NOW, olderThanMs: 1_000 }

it('lists the oldest first, with age and size', () => {
  const { orphans, foreign } = orphanedRuns([queue('b', NOW - 5_000)], [object('a', NOW - 9_000), object('a', NOW - 8_000, 5)], rule)
  expect(orphans).toMatchObject([
    { run: 'a', queue: null, bytes: 15, ageMs: 8_000, objects: [{}, {}] },
    { run: 'b', queue: { run: 'b' }, bytes: 0, ageMs: 5_000, objects: [] },
  ])
  expect(foreign).toEqual([])
})

it('leaves a run alone that gave a sign of life: a late object, a client that takes results in, or was there not long ago', () => {
  const queues = [
    queue('late', NOW - 9_000),
    queue('read', NOW - 9_000, { inHand: 1 }),
    queue('young', NOW - 999),
    queue('going', 0, { seenAt: NOW - 10 }),
  ]
  expect(orphanedRuns(queues, [object('late', NOW - 500)], rule).orphans).toEqual([])
})

it.each([null, 'mine-run-b'])('never lists what carries the tag %s, nor the objects beside it', (stackTag) => {
  const other = queue('x', 0, { stackTag })
  expect(orphanedRuns([other], [object('x', 0)], rule)).toEqual({ orphans: [], foreign: [other] })
})
