import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readJournal } from '../../../../client/history/journal/read-journal.ts'
import { LocalCluster } from '../../../../client/local/index.ts'

const MAIN = fileURLToPath(new URL('../../../../client/cli/main.ts', import.meta.url))
const TRIALS = 30
const STUDY = `import { defineStudy, float } from 'trialfan'
export default defineStudy({ name: 'moving', target: new URL('./square.ts', import.meta.url), optimizer: 'random-search',
  space: { x: float(-5, 5) }, trials: ${TRIALS} })`
/** Slow on the machine that dies: its run is not over before that. */
const target = (ms: number): string =>
  `export default async ({ x }: { x: number }): Promise<number> => { await new Promise((go) => setTimeout(go, ${ms})); return x ** 2 }`

let folder = ''
let cluster: LocalCluster

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-elsewhere-'))
  for (const [machine, ms] of [
    ['a', 500],
    ['b', 5],
  ] as const) {
    await mkdir(join(folder, machine))
    await writeFile(join(folder, machine, `moving-${machine}.ts`), STUDY)
    await writeFile(join(folder, machine, 'square.ts'), target(ms))
  }
  cluster = await LocalCluster.start({ workers: 2, stack: 'moving' })
})
afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

function start(machine: string, ...args: readonly string[]): ChildProcess {
  const env = { AWS_ENDPOINT_URL: cluster.endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', NO_COLOR: '1' }
  return spawn(process.execPath, [MAIN, ...args], { cwd: join(folder, machine), env: { ...process.env, ...env } })
}

async function done(child: ChildProcess) {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
  return { code: code as number, stdout, stderr }
}

test('interrupted here, resumed there from the stack, with the study in another file', async () => {
  const stack = ['--on', 'aws', '--stack', 'moving', '--region', 'us-east-1']
  const first = start('a', 'run', 'moving-a.ts', ...stack, '--json')
  let said = ''
  for await (const chunk of first.stdout!.iterator({ destroyOnReturn: false })) {
    said += chunk
    if (said.split('{"event":"trial"').length > 4) break
  }
  const run = /"run":"([^"]+)"/.exec(said)?.[1] ?? ''
  expect(await done(start('b', 'resume', run, ...stack, '--study', 'moving-b.ts'))).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(`process ${first.pid} has been working on this run since`),
  })
  const gone = once(first, 'exit')
  first.kill('SIGINT')
  await gone

  expect(await done(start('b', 'resume', run))).toMatchObject({ code: 2, stderr: expect.stringContaining('--on aws --stack NAME') })
  await rm(join(folder, 'a', 'moving-a.ts'))
  expect(await done(start('b', 'resume', run, ...stack))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/was begun on another machine, from .*moving-a\.ts: say with --study/),
  })
  const more = TRIALS + 2
  const second = await done(start('b', 'resume', run, ...stack, '--study', 'moving-b.ts', '--trials', `${more}`))
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining(`all ${more} trials were run`) })
  expect(second.stderr).toContain(`running ${more} trials on`)
  const folderThere = join(folder, 'b', 'trialfan-runs')
  expect(await readdir(folderThere)).toEqual([run])
  const told = [...readJournal(join(folderThere, run, 'journal.jsonl'))].flatMap((record) => (record.type === 'told' ? [record.trial] : []))
  expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: more }, (_, trial) => trial))
})
