import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readJournal } from '../../client/history/journal/read-journal.ts'
import { LocalCluster } from '../../client/local/index.ts'

const MAIN = fileURLToPath(new URL('../../client/cli/main.ts', import.meta.url))
const TRIALS = 60
const STUDY = `import { defineStudy, float } from 'trialfan'
export default defineStudy({ name: 'dying', target: new URL('./square.ts', import.meta.url), optimizer: 'random-search',
  space: { x: float(-5, 5) }, trials: ${TRIALS} })`
const TARGET =
  'export default async ({ x }: { x: number }): Promise<number> => { await new Promise((go) => setTimeout(go, 200)); return x ** 2 }'
const STACK = ['--on', 'aws', '--stack', 'dying', '--region', 'us-east-1']

let folder = ''
let cluster: LocalCluster

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-dying-'))
  for (const machine of ['a', 'b']) await mkdir(join(folder, machine))
  await writeFile(join(folder, 'dying.ts'), STUDY)
  await writeFile(join(folder, 'square.ts'), TARGET)
  cluster = await LocalCluster.start({ workers: 2, stack: 'dying' })
}, 60_000)
afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

function start(machine: string, ...args: readonly string[]) {
  const env = { AWS_ENDPOINT_URL: cluster.endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', NO_COLOR: '1' }
  const options = { cwd: join(folder, machine), env: { ...process.env, ...env } }
  return spawn(process.execPath, [MAIN, ...args, '--json'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
}

test('kill -9 on one machine, resumed on another one: results that the copy lacks come from the queue, each trial counts once', {
  timeout: 200_000,
}, async () => {
  const first = start('a', 'run', '../dying.ts', ...STACK)
  let said = ''
  for await (const chunk of first.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk
    if (said.split('{"event":"trial"').length > 20) break
  }
  const run = /"run":"([^"]+)"/.exec(said)?.[1] ?? ''
  const gone = once(first, 'exit')
  first.kill('SIGKILL')
  await gone
  const second = start('b', 'resume', run, ...STACK)
  const [, [code]] = await Promise.all([text(second.stdout), once(second, 'close')])
  expect(code).toBe(0)
  const records = [...readJournal(join(folder, 'b', 'trialfan-runs', run, 'journal.jsonl'))]
  const told = records.flatMap((record) => (record.type === 'told' ? [record.trial] : []))
  expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: TRIALS }, (_, trial) => trial))
  expect(records.filter(({ type }) => type === 'moved')).toHaveLength(1)
  // What the copy knew of as taken was not sent a second time; two may have been on their way.
  expect(records.filter((record) => record.type === 'sent' && record.attempt > 1).length).toBeLessThanOrEqual(2)
})
