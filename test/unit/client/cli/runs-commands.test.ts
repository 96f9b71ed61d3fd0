import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../../../../client/cli/command-line.ts'
import { startRun } from '../../../../client/launch/start-run.ts'
import { categorical, float, when } from '../../../../client/space/index.ts'
import { defineStudy } from '../../../../client/study/study.ts'
import { AnsweringCluster } from '../../../support/answering-cluster.ts'
import { fixture } from '../../../support/scenario.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { FakeStream } from './fake-stream.ts'

let directory = ''
const clock = new VirtualClock()

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'trialfan-ls-'))
  const cluster = new AnsweringCluster(1, ({ trial }) => (trial === 1 ? Number.NaN : trial))
  const space = { 'a,b': categorical(['x "1"', 'y']), n: when({ 'a,b': 'y' }, float(0, 1)) }
  const study = defineStudy({ name: 'listed', target: fixture('square'), space, trials: 3, optimizer: 'random-search' })
  const run = await startRun(study, { directory: join(directory, 'trialfan-runs'), run: 'first', cluster: cluster.client(), clock })
  let isOver = false
  const optimizing = run.optimizer.optimize().finally(() => {
    isOver = true
  })
  while (!isOver) {
    await clock.advance(100)
    cluster.answer()
  }
  await optimizing
  await run.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

async function cli(...args: string[]) {
  const [stdout, stderr] = [new FakeStream(), new FakeStream()]
  const none = (): void => {}
  const signals = new EventEmitter()
  const code = await commandLine(args, {
    stdout,
    stderr,
    env: {},
    directory,
    signals,
    exit: none,
    onExit: () => none,
    onIdle: () => none,
    clock,
  })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

test('ls lists the runs', async () => {
  expect(await cli('ls')).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^run +study +trials +state\nfirst +listed +3\/3 +all 3 trials were run\n$/),
    stderr: '',
  })
})

test('show tells what a run is and how far it has come', async () => {
  const { code, stdout } = await cli('show', 'first')
  expect(code).toBe(0)
  expect(stdout).toMatch(/state +all 3 trials were run\ntrials +3 of 3: SUCCESS 2, CRASHED 1\n/)
  expect(stdout).toMatch(/\n\nIncumbent\n {2}cost +0\n {2}a,b +x "1"\n$/)
  expect(await cli('show', '../first')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining("error: expected a run's id"),
  })
})

test('export gives a table: a parameter that is not active is empty, and what needs quotes has them', async () => {
  const { code, stdout } = await cli('export', 'first', '--to', 'csv')
  const [heading, ...rows] = stdout.trimEnd().split('\r\n')
  expect(code).toBe(0)
  expect(heading).toMatch(/^trial,instance,seed,budget,status,cost,runtimeMs,cpuTimeMs,startedAt,endedAt,attempt,"a,b"(,n)?$/)
  expect(rows.map((row) => row.split(',')[4])).toEqual(['SUCCESS', 'CRASHED', 'SUCCESS'])
  expect(rows[0]).toContain('"x ""1"""')
})
