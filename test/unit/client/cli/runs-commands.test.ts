import { EventEmitter } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
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

test('export gives Optuna a journal, one trial for each configuration, and SMAC a folder', async () => {
  const optuna = await cli('export', 'first', '--to', 'optuna')
  const [study, facts, ...trials] = lines(optuna.stdout)
  expect(study).toMatchObject({ op_code: 0, study_name: 'listed', directions: [1] })
  expect(facts.user_attr.trialfan).toMatchObject({ run: 'first', objectives: ['cost'] })
  expect(trials.map(({ state, value }) => [state, value])).toEqual([
    [1, 0],
    [3, null],
    [1, 2],
  ])
  expect(JSON.parse(trials[0].distributions['a,b'])).toEqual({ name: 'CategoricalDistribution', attributes: { choices: ['x "1"', 'y'] } })

  const smac = await cli('export', 'first', '--to', 'smac', '--out', 'out')
  const folder = join(directory, 'out', 'listed', '0')
  expect(smac).toEqual({ code: 0, stdout: `${folder}\n`, stderr: '' })
  const history = readFileSync(join(folder, 'runhistory.json'), 'utf8')
  expect(history).toMatch(/"cost": 0, .*"cost": Infinity, .*"cost": 2, /)
  expect(JSON.parse(history.replaceAll('Infinity', '1e999')).data.map(({ status }: { status: number }) => status)).toEqual([1, 2, 1])
  expect(readdirSync(folder).sort()).toEqual([
    'configspace.json',
    'intensifier.json',
    'optimization.json',
    'runhistory.json',
    'scenario.json',
  ])

  const json = lines((await cli('export', 'first', '--to', 'json')).stdout)
  expect(json.map((line) => line.status ?? line.run)).toEqual(['first', 'SUCCESS', 'CRASHED', 'SUCCESS'])
  expect(await cli('export', 'first', '--to', 'xml')).toMatchObject({ code: 2 })
})

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
