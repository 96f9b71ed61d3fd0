import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startRun } from '../../../../client/launch/start-run.ts'
import type { StudyRun } from '../../../../client/launch/study-run.ts'
import { float } from '../../../../client/space/index.ts'
import { defineStudy, type Study } from '../../../../client/study/study.ts'
import { AnsweringCluster } from '../../../support/answering-cluster.ts'
import { fixture } from '../../../support/scenario.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trialfan-runs-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const study = (changes: object = {}): Study =>
  defineStudy({ name: 'small', target: fixture('square'), space: { x: float(-5, 5) }, trials: 6, ...changes }) as unknown as Study

async function whole(warmStart: readonly string[], of: Study = study(), seed = 1): Promise<StudyRun> {
  const clock = new VirtualClock()
  const cluster = new AnsweringCluster(2, ({ configuration }) => Number(configuration.x) ** 2)
  const seeded = { ...of, scenario: { ...of.scenario, seed } }
  const run = await startRun(seeded, { directory, clock, cluster: cluster.client(), warmStart })
  let isOver = false
  const running = run.optimizer.optimize().finally(() => {
    isOver = true
  })
  while (!isOver) {
    await clock.advance(100)
    cluster.answer(2)
  }
  await running
  await run.close()
  return run
}

test('a run begins with what earlier runs found, named by their folders', async () => {
  const first = await whole([])
  const second = await whole([first.folder], study(), 2)
  expect(second.notices).toEqual(['warm start: 6 trials of earlier runs are known'])
  expect(second.optimizer.history.length).toBe(12)
  const third = await whole([first.folder, second.folder], study(), 3)
  // Its own trials only: what the second one knew of the first is not told twice.
  expect(third.optimizer.history.length).toBe(18)
})

test('an earlier run with other objectives, or one that is not there, is an error', async () => {
  const first = await whole([])
  await expect(whole([first.folder], study({ objectives: ['length'] }))).rejects.toThrow('objectives: expected length, got cost')
  await expect(whole([join(directory, 'nowhere')])).rejects.toThrow()
})
