import { expect, test } from 'vitest'
import { expectEachOnce } from '../support/expect-each-once.ts'
import { type Kill, killedRun } from '../support/killed-run.ts'

const KILLS: readonly Kill[] = Array.from({ length: 10 }, (_, kill) => (kill % 2 === 0 ? 'client' : 'sandbox'))
const TRIALS = 50

/** `npm run test:kills` is the long one, with the relay. */
test(`${KILLS.length} kills of client and sandboxes: ${TRIALS} trials, each counted once`, async () => {
  const run = await killedRun({ trials: TRIALS, kills: KILLS, workers: 2, seed: 3 })
  expect(run.kills).toEqual(KILLS)
  expectEachOnce(run, TRIALS)
}, 180_000)
