import { expect, test } from 'vitest'
import { Random } from '../../client/space/index.ts'
import { expectEachOnce } from '../support/expect-each-once.ts'
import { type Kill, killedRun } from '../support/killed-run.ts'

const COUNT = Number(process.env.TRIALFAN_KILLS ?? 200)
const TRIALS = Math.round(COUNT * 2.5)
/** The client as often as everything else together; the relay least: what it was to tell comes a minute later. */
const MIX: readonly Kill[] = ['client', 'client', 'client', 'client', 'client', 'sandbox', 'sandbox', 'sandbox', 'sandbox', 'relay']
const random = new Random(7)
const KILLS = Array.from({ length: COUNT }, () => MIX[random.integer(MIX.length)] ?? 'client')

test(`${COUNT} kills of client, sandboxes and relay: ${TRIALS} trials, each counted once`, {
  timeout: 120_000 + COUNT * 10_000,
}, async () => {
  const run = await killedRun({ trials: TRIALS, kills: KILLS, workers: 4, seed: 7 })
  expect(run.kills).toEqual(KILLS)
  expectEachOnce(run, TRIALS)
})
