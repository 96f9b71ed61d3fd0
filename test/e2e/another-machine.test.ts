import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resume } from '../../client/launch/resume.ts'
import { startRun } from '../../client/launch/start-run.ts'
import { integer } from '../../client/space/index.ts'
import { defineStudy, type Study } from '../../client/study/study.ts'
import { openPlace, type Place } from '../support/place.ts'
import { fixture } from '../support/scenario.ts'

const TRIALS = 24
let directory = ''
let place: Place

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trialfan-machines-'))
  place = await openPlace({ workers: 2 })
})
afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

const study = defineStudy({
  name: 'machines',
  target: fixture('sleepy'),
  space: { ms: integer(1, 60) },
  optimizer: 'random-search',
  trials: TRIALS,
  workers: 2,
}) as unknown as Study

test('a run that is interrupted on one machine goes on on another one, which may not have it before', async () => {
  const { cluster } = place
  const interrupt = new AbortController()
  let seen = 0
  const onTellEnd = (): void => {
    if (++seen === 6) interrupt.abort()
  }
  const first = await startRun(study, { directory: join(directory, 'a'), cluster, callbacks: [{ onTellEnd }] })
  const there = { directory: join(directory, 'b'), cluster }
  await expect(resume(first.id, study, there)).rejects.toMatchObject({
    code: 'RUN_LOCKED',
    message: expect.stringMatching(`^process ${process.pid} has been working on this run since`),
  })
  await first.optimizer.optimize({ signal: interrupt.signal })
  expect(first.optimizer.stopReason?.kind).toBe('interrupted')
  await first.close()
  const before = [...first.optimizer.history].map(({ info }) => JSON.stringify(info))

  const second = await resume(first.id, study, there)
  expect(second.optimizer.summary.figures.finished).toBe(before.length)
  await second.optimizer.optimize()
  const after = [...second.optimizer.history].map(({ info }) => JSON.stringify(info))
  expect(after.slice(0, before.length)).toEqual(before)
  expect(after).toHaveLength(TRIALS)
  expect(second.optimizer.stopReason?.kind).toBe('trials')
  await second.close()
  await expect(resume(first.id, study, { directory: join(directory, 'a'), cluster })).rejects.toMatchObject({ code: 'RUN_ELSEWHERE' })
})
