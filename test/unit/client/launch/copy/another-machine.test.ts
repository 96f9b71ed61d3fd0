import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LeaseRecord } from '../../../../../client/launch/copy/lease-record.ts'
import { resume } from '../../../../../client/launch/resume.ts'
import { startRun } from '../../../../../client/launch/start-run.ts'
import type { StudyRun } from '../../../../../client/launch/study-run.ts'
import { float, integer } from '../../../../../client/space/index.ts'
import { defineStudy, type Study } from '../../../../../client/study/study.ts'
import { AnsweringCluster } from '../../../../support/answering-cluster.ts'
import { fixture } from '../../../../support/scenario.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

let directory = ''
let clock: VirtualClock

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trialfan-machines-'))
  clock = new VirtualClock()
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const study = (changes: object = {}): Study =>
  defineStudy({
    name: 'travelling',
    target: fixture('square'),
    space: { x: float(-5, 5), n: integer(1, 9) },
    optimizer: 'random-search',
    trials: 12,
    seed: 3,
    ...changes,
  }) as unknown as Study

const newCluster = (workers: number): AnsweringCluster => new AnsweringCluster(workers, ({ configuration }) => Number(configuration.x) ** 2)
const machine = (name: string): string => join(directory, name)
const told = (run: StudyRun): string[] => [...run.optimizer.history].map(({ info }) => JSON.stringify(info))

/** Lets trials be answered until `answers` are, or the run has ended. */
async function drive(run: StudyRun, cluster: AnsweringCluster, answers = Number.POSITIVE_INFINITY, signal?: AbortSignal): Promise<void> {
  let isOver = false
  const running = run.optimizer.optimize({ signal }).finally(() => {
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

/** Interrupted by a person after so many answers, and closed. */
async function interrupted(run: StudyRun, cluster: AnsweringCluster, answers: number): Promise<void> {
  const interrupt = new AbortController()
  await drive(run, cluster, answers, interrupt.signal)
  interrupt.abort()
  await clock.advance(5_000)
  await run.close()
}

const runsOf = (name: string): string[] => (existsSync(machine(name)) ? readdirSync(machine(name)) : [])

const lease = (cluster: AnsweringCluster, run: string): LeaseRecord =>
  JSON.parse(Buffer.from(cluster.cloud.objects.bytes(`runs/${run}/lease.json`)).toString())

/** Until all of the journal that is written now is in the bucket. */
async function copied(run: StudyRun, cluster: AnsweringCluster): Promise<void> {
  await clock.advance(30_000)
  const { size } = statSync(join(run.folder, 'journal.jsonl'))
  await vi.waitFor(() => expect(lease(cluster, run.id).journal.bytes).toBe(size))
}

/** As if the process that holds the lease were on another machine. */
function elsewhere(cluster: AnsweringCluster, run: string): void {
  const { stored } = cluster.cloud.objects
  const record = lease(cluster, run)
  const moved = { ...record, owner: { ...record.owner, host: 'far-away', pid: 4711 } }
  stored.set(`runs/${run}/lease.json`, { bytes: Buffer.from(JSON.stringify(moved)), lastModified: 0 })
}

test('interrupted here, resumed there: the same trials in the same order, each executed once', async () => {
  const uninterrupted = newCluster(1)
  const whole = await startRun(study(), { directory: machine('whole'), run: 'whole', cluster: uninterrupted.client(), clock })
  await drive(whole, uninterrupted)
  await whole.close()

  const cluster = newCluster(1)
  const first = await startRun(study(), { directory: machine('a'), run: 'moves', cluster: cluster.client(), clock })
  await interrupted(first, cluster, 5)
  expect(lease(cluster, 'moves').released).toBe(true)
  cluster.cloud.functions.events.length = 0

  const second = await resume('moves', study(), { directory: machine('b'), cluster: cluster.client(), clock })
  await drive(second, cluster)
  expect(told(second)).toEqual(told(whole))
  expect(cluster.executed).toHaveLength(12)
  expect(runsOf('b')).toEqual(['moves'])
  await second.close()
  expect(cluster.cloud.queues.opened.size).toBe(0)
  // Here the run is not what it was: there it has gone on.
  await expect(resume('moves', study(), { directory: machine('a'), cluster: cluster.client(), clock })).rejects.toMatchObject({
    code: 'RUN_ELSEWHERE',
  })
})

test('a machine that dies between two copies: what the copy does not know is run again, and every trial counts once', async () => {
  const cluster = newCluster(3)
  const client = cluster.client()
  const first = await startRun(study({ trials: 20 }), { directory: machine('a'), run: 'dies', cluster: client, clock })
  await drive(first, cluster, 4)
  await copied(first, cluster)
  for (let left = 5; left > 0; left -= cluster.answer(left)) await clock.advance(100)
  await clock.advance(100)
  const before = cluster.executed.length
  // What was sent last is executed, and answered, when nobody is there.
  const strays = cluster.cloud.functions.events.length
  client.kill()
  elsewhere(cluster, 'dies')
  cluster.answer()
  // What was taken in and not copied has not been deleted.
  for (const url of cluster.cloud.queues.opened.keys()) cluster.cloud.queues.redeliver(url)

  const options = { directory: machine('b'), cluster: cluster.client(), clock }
  await expect(resume('dies', study({ trials: 20 }), options)).rejects.toMatchObject({
    code: 'RUN_LOCKED',
    message: expect.stringMatching(/^process 4711 on far-away has been working on this run since .* and was heard of last at /),
    details: { host: 'far-away', pid: 4711 },
  })
  expect(runsOf('b')).toEqual([])
  await clock.advance(120_000)
  const second = await resume('dies', study({ trials: 20 }), options)
  let isOver = false
  const running = second.optimizer.optimize().finally(() => {
    isOver = true
  })
  while (!isOver) {
    await clock.advance(10_000)
    cluster.answer()
  }
  await running
  expect(new Set(told(second)).size).toBe(20)
  expect(told(second)).toHaveLength(20)
  const again = cluster.executed.slice(before + strays)
  // Of what the copy knew nothing is run again: its results were still in the queue. The rest has numbers of its own.
  expect(again.length).toBeGreaterThan(0)
  expect(again.every(({ trial, session }) => trial >= 2_000_000_000 && session >= 2_000)).toBe(true)
  await second.close()
})

test('while a process works on a run, another machine is told which; one that was taken for gone stops', async () => {
  const cluster = newCluster(1)
  const first = await startRun(study(), { directory: machine('a'), run: 'busy', cluster: cluster.client(), clock })
  const running = first.optimizer.optimize()
  running.catch(() => {})
  await clock.advance(100)
  cluster.answer()
  await copied(first, cluster)
  const there = { directory: machine('b'), cluster: cluster.client(), clock }
  await expect(resume('busy', study(), there)).rejects.toMatchObject({ code: 'RUN_LOCKED', details: { pid: process.pid } })
  await expect(startRun(study(), { ...there, run: 'busy' })).rejects.toMatchObject({ code: 'RUN_EXISTS' })
  expect(runsOf('b')).toEqual([])

  // It sleeps for longer than it is waited for.
  elsewhere(cluster, 'busy')
  const record = lease(cluster, 'busy')
  const asleep = { ...record, at: record.at - 120_000 }
  cluster.cloud.objects.stored.set('runs/busy/lease.json', { bytes: Buffer.from(JSON.stringify(asleep)), lastModified: 0 })
  const second = await resume('busy', study(), there)
  expect(lease(cluster, 'busy')).toMatchObject({ holder: 2, released: false })
  await clock.advance(30_000)
  await expect(clock.runUntil(running)).rejects.toMatchObject({ code: 'RUN_TAKEN' })
  await first.close()
  expect(lease(cluster, 'busy')).toMatchObject({ holder: 2, released: false })
  await drive(second, cluster)
  expect(new Set(told(second)).size).toBe(12)
  await second.close()
})

test('what cannot be had from a stack', async () => {
  const cluster = newCluster(1)
  const { stored } = cluster.cloud.objects
  const there = { directory: machine('b'), cluster: cluster.client(), clock }
  await expect(resume('nosuch', study(), there)).rejects.toMatchObject({ code: 'RUN_MISSING' })
  for (const id of ['../up', '/etc', 'a/b', ''])
    await expect(resume(id, study(), there)).rejects.toMatchObject({
      code: 'RUN_MISSING',
      message: expect.stringContaining('expected a run'),
    })
  const empty = await startRun(study(), { directory: machine('a'), run: 'empty', cluster: cluster.client(), clock })
  await empty.close()
  await expect(resume('empty', study(), there)).rejects.toMatchObject({ code: 'RUN_MISSING' })

  const run = await startRun(study(), { directory: machine('a'), run: 'damaged', cluster: cluster.client(), clock })
  await interrupted(run, cluster, 3)
  const part = stored.get('runs/damaged/journal/1-0.jsonl')
  if (part === undefined) throw new Error('no part')
  const bytes = Buffer.from(part.bytes)
  bytes[bytes.indexOf('"seed"')] = 0x58
  stored.set('runs/damaged/journal/1-0.jsonl', { ...part, bytes })
  await expect(resume('damaged', study(), there)).rejects.toMatchObject({ code: 'RUN_COPY' })
  stored.set('runs/damaged/journal/1-0.jsonl', part)
  await expect(resume('damaged', study({ seed: 4, space: { y: float(0, 1) } }), there)).rejects.toMatchObject({ code: 'RUN_CHANGED' })
  // The folder that was made then is as good as the one that it is a copy of.
  await (await resume('damaged', study(), { ...there, directory: machine('a') })).close()
  stored.set('runs/damaged/lease.json', { bytes: Buffer.from('{"format":1}'), lastModified: 0 })
  await expect(resume('damaged', study(), { ...there, directory: machine('c') })).rejects.toMatchObject({ code: 'SHAPE' })
  expect(runsOf('c')).toEqual([])
})
