import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resume } from '../../../../client/launch/resume.ts'
import { startRun } from '../../../../client/launch/start-run.ts'
import type { StudyRun } from '../../../../client/launch/study-run.ts'
import { categorical, float, integer, when } from '../../../../client/space/index.ts'
import { defineStudy, type Study } from '../../../../client/study/study.ts'
import { AnsweringCluster, MortalClient } from '../../../support/answering-cluster.ts'
import { fixture } from '../../../support/scenario.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

let directory = ''
let clock: VirtualClock

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trialfan-runs-'))
  clock = new VirtualClock()
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const study = (changes: object = {}): Study =>
  defineStudy({
    name: 'small',
    target: fixture('square'),
    space: { x: float(-5, 5), kind: categorical(['a', 'b']), n: when({ kind: 'b' }, integer(1, 9)) },
    trials: 12,
    seed: 3,
    ...changes,
  }) as unknown as Study

const newCluster = (workers: number): AnsweringCluster =>
  new AnsweringCluster(workers, ({ configuration, trial }) => (trial % 5 === 4 ? Number.NaN : Number(configuration.x) ** 2))

/** What the journal's optimizer was told, in order. */
const told = (run: StudyRun): string[] => [...run.optimizer.history].map(({ info }) => JSON.stringify(info))

/** Lets trials be answered until `answers` are, or the run has ended. */
async function drive(run: StudyRun, cluster: AnsweringCluster, answers = Number.POSITIVE_INFINITY): Promise<void> {
  let isOver = false
  const running = run.optimizer.optimize().finally(() => {
    isOver = true
  })
  running.catch(() => {})
  for (let left = answers; !isOver && left > 0; ) {
    await clock.advance(100)
    left -= cluster.answer(left)
  }
  await clock.advance(100)
  if (isOver) await running
}

/** Kills the process that works on the run; what it leaves is a copy of its folder, without the lock of the process that runs the test. */
function killed(run: StudyRun, name: string): string {
  const client = run.runner.cluster
  if (client instanceof MortalClient) client.kill()
  const left = join(directory, name)
  cpSync(run.folder, join(left, run.id), { recursive: true })
  rmSync(join(left, run.id, 'lock'))
  return left
}

async function uninterrupted(of: Study, workers: number): Promise<string[]> {
  const cluster = newCluster(workers)
  const run = await startRun(of, { directory: join(directory, 'whole'), run: 'whole', cluster: cluster.client(), clock })
  await drive(run, cluster)
  await run.close()
  return told(run)
}

describe.each(['random-search', 'hyperparameter-optimization'] as const)('%s, killed and resumed', (optimizer) => {
  test('with one worker: the same trials in the same order as without', async () => {
    const whole = await uninterrupted(study({ optimizer }), 1)
    expect(whole).toHaveLength(12)
    for (const answers of [0, 1, 5, 11]) {
      const cluster = newCluster(1)
      const id = `killed-${answers}`
      const first = await startRun(study({ optimizer }), { directory: join(directory, 'runs'), run: id, cluster: cluster.client(), clock })
      await drive(first, cluster, answers)
      const second = await resume(id, study({ optimizer }), {
        directory: killed(first, `left-${answers}`),
        cluster: cluster.client(),
        clock,
      })
      await drive(second, cluster)
      expect(told(second)).toEqual(whole)
      expect(cluster.executed).toHaveLength(12)
      expect(second.optimizer.stopReason?.kind).toBe('trials')
      expect(second.optimizer.summary.figures).toMatchObject({ submitted: 12, finished: 12, cancelled: 0, inFlight: 0 })
      await second.close()
      expect(cluster.cloud.queues.opened.size).toBe(0)
    }
  })

  test('with many workers, killed again and again: every trial counts once, none is executed twice', async () => {
    const cluster = newCluster(4)
    const of = study({ optimizer, trials: 25 })
    let run = await startRun(of, { directory: join(directory, 'runs'), run: 'many', cluster: cluster.client(), clock })
    for (let kill = 0; kill < 5; kill++) {
      await drive(run, cluster, 3)
      const left = killed(run, `left-${kill}`)
      rmSync(join(directory, 'runs'), { recursive: true })
      cpSync(left, join(directory, 'runs'), { recursive: true })
      // What the queue has delivered to a process that died comes again.
      for (const url of cluster.cloud.queues.opened.keys()) cluster.cloud.queues.redeliver(url)
      run = await resume('many', of, { directory: join(directory, 'runs'), cluster: cluster.client(), clock })
    }
    await drive(run, cluster)
    expect(told(run)).toHaveLength(25)
    expect(new Set(told(run)).size).toBe(25)
    expect(cluster.executed).toHaveLength(25)
    await run.close()
  })
})

test('a queue that died with its cluster: what was in flight goes out again, with the same number and the next attempt', async () => {
  const first = newCluster(2)
  const run = await startRun(study(), { directory: join(directory, 'runs'), run: 'lost', cluster: first.client(), clock })
  await drive(run, first, 3)
  const flying = first.cloud.functions.events.map(({ trial }) => trial)
  const second = newCluster(2)
  const again = await resume('lost', study(), { directory: killed(run, 'left'), cluster: second.client(), clock })
  await drive(again, second)
  expect(second.executed.filter(({ attempt }) => attempt === 2).map(({ trial }) => trial)).toEqual(flying)
  expect(second.executed.every(({ session }) => session === 1)).toBe(true)
  expect(told(again)).toHaveLength(12)
  await again.close()
})

test('interrupted, it marks what it has sent, keeps its queue, and goes on in a new session', async () => {
  const cluster = newCluster(2)
  const options = { directory: join(directory, 'runs'), cluster: cluster.client(), clock }
  const whole = await uninterrupted(study({ optimizer: 'random-search' }), 2)
  const run = await startRun(study({ optimizer: 'random-search' }), { ...options, run: 'stopped' })
  const interrupt = new AbortController()
  const running = run.optimizer.optimize({ signal: interrupt.signal })
  await clock.advance(100)
  cluster.answer()
  await clock.advance(100)
  interrupt.abort()
  await clock.runUntil(running)
  expect(run.optimizer.stopReason?.kind).toBe('interrupted')
  expect(run.isResumable).toBe(true)
  await run.close()
  expect(cluster.cloud.objects.stored.has('runs/stopped/cancelled')).toBe(true)
  expect(cluster.cloud.queues.opened.size).toBe(1)
  expect(readdirSync(join(directory, 'runs', 'stopped')).sort()).toEqual(['journal.jsonl', 'manifest.json'])

  // The workers have not started what was marked.
  const marked = cluster.cloud.functions.events.splice(0)
  expect(marked.map(({ session }) => session)).toEqual([0, 0])
  const again = await resume('stopped', study({ optimizer: 'random-search' }), options)
  await drive(again, cluster)
  expect(told(again).sort()).toEqual(whole.sort())
  expect(cluster.executed.slice(2).every(({ session }) => session > 0)).toBe(true)
  await again.close()
  expect(cluster.cloud.queues.opened.size).toBe(0)
})

test('stopped at 6 of 6, it can be resumed to 9', async () => {
  const cluster = newCluster(1)
  const options = { directory: join(directory, 'runs'), cluster: cluster.client(), clock }
  const run = await startRun(study({ trials: 6 }), { ...options, run: 'more' })
  await drive(run, cluster)
  await run.close()
  const again = await resume('more', study({ trials: 6 }), { ...options, trials: 9 })
  expect(again.trials).toBe(9)
  await drive(again, cluster)
  expect(told(again)).toHaveLength(9)
  await again.close()
})

test('what the command line said when the run began, and what a resume changes, holds for the sessions after it', async () => {
  const cluster = newCluster(4)
  const options = { cluster: cluster.client(), clock }
  const first = { ...options, directory: join(directory, 'limits'), run: 'limits' }
  const run = await startRun(study({ trials: 6, workers: 2, stragglerFactor: 3 }), first)
  await drive(run, cluster)
  await run.close()
  const plain = study({ trials: 6, workers: 2 })
  const second = await resume('limits', plain, { ...first, trials: 9, workers: null, maxCostUsd: 5 })
  await drive(second, cluster, 1)
  const left = killed(second, 'limits-killed')
  const third = await resume('limits', plain, { ...options, cluster: cluster.client(), directory: left })
  expect(third.trials).toBe(9)
  expect(third.optimizer.scenario).toMatchObject({ workers: null, maxCostUsd: 5, stragglerFactor: 3 })
  await drive(third, cluster)
  expect(told(third)).toHaveLength(9)
  await third.close()
})

test('a run that another process works on, is not there, or whose study has changed', async () => {
  const cluster = newCluster(1)
  const options = { directory: join(directory, 'runs'), cluster: cluster.client(), clock }
  const run = await startRun(study(), { ...options, run: 'mine' })
  await expect(resume('mine', study(), options)).rejects.toMatchObject({ code: 'RUN_LOCKED' })
  await drive(run, cluster, 2)
  writeFileSync(join(directory, 'runs', 'mine', 'note'), '')
  rmSync(join(directory, 'runs', 'mine', 'lock'))
  cluster.cloud.objects.stored.delete('runs/mine/lease.json')
  await expect(startRun(study(), { ...options, run: 'mine' })).rejects.toMatchObject({ code: 'RUN_EXISTS' })
  for (const id of ['nosuch', '../mine', '/etc', 'a/b', ''])
    await expect(resume(id, study(), options)).rejects.toMatchObject({ code: 'RUN_MISSING' })
  await expect(resume('mine', study({ space: { x: float(-5, 6) } }), options)).rejects.toMatchObject({
    code: 'RUN_CHANGED',
    message: expect.stringContaining('its space has changed'),
  })
  writeFileSync(join(directory, 'runs', 'mine', 'manifest.json'), '{}')
  await expect(resume('mine', study(), options)).rejects.toMatchObject({ code: 'SHAPE' })
})

test('a run in which more fails than is tolerated stops, can be resumed with more tolerance, and told to tolerate more while it runs', async () => {
  const cluster = new AnsweringCluster(1, ({ trial }) => (trial % 2 === 1 ? Number.NaN : 1))
  const options = { directory: join(directory, 'runs'), cluster: cluster.client(), clock }
  const strict = study({ toleratedFailures: { share: 0.1, atLeast: 2 } })
  const run = await startRun(strict, { ...options, run: 'failing' })
  await drive(run, cluster)
  expect(run.optimizer.stopReason).toMatchObject({
    kind: 'failed-share',
    sentence: '2 of 4 trials failed, more than the tolerated 10 % (toleratedFailures)',
  })
  expect(run.isResumable).toBe(true)
  await run.close()
  const again = await resume('failing', strict, options)
  again.optimizer.toleratedFailures = { share: 0.4, atLeast: 4 }
  const optimizing = drive(again, cluster, 3)
  await optimizing
  again.optimizer.toleratedFailures = 1
  for (let left = 10; left > 0 && told(again).length < 12; left--) {
    await clock.advance(100)
    cluster.answer()
  }
  await clock.advance(200)
  expect(again.optimizer.stopReason?.kind).toBe('trials')
  expect(told(again)).toHaveLength(12)
  await again.close()
})

test('a cap of money counts what earlier sessions have spent', async () => {
  const capped = study({ optimizer: 'random-search', trials: 1_000, trialTimeLimitMs: 1_000, maxCostUsd: 0.00015 })
  const whole = newCluster(1)
  const one = await startRun(capped, { directory: join(directory, 'whole'), run: 'whole', cluster: whole.client(), clock })
  await drive(one, whole)
  expect(one.optimizer.stopReason?.kind).toBe('max-cost')
  const trials = told(one).length
  expect(trials).toBeGreaterThan(6)
  expect(trials).toBeLessThan(100)
  await one.close()

  const cluster = newCluster(1)
  let run = await startRun(capped, { directory: join(directory, 'runs'), run: 'parts', cluster: cluster.client(), clock })
  for (const name of ['left-1', 'left-2']) {
    await drive(run, cluster, 3)
    const left = killed(run, name)
    run = await resume('parts', capped, { directory: left, cluster: cluster.client(), clock })
    expect(run.optimizer.summary.figures.cost?.usd).toBeGreaterThan(0)
  }
  await drive(run, cluster)
  expect(run.optimizer.stopReason?.kind).toBe('max-cost')
  // What the client itself called in a session that was killed is estimated.
  expect(Math.abs(told(run).length - trials)).toBeLessThanOrEqual(3)
  await run.close()
})
