import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readJournal } from '../../client/history/journal/read-journal.ts'
import { LocalCluster } from '../../client/local/index.ts'
import { Random } from '../../client/space/index.ts'

const MAIN = fileURLToPath(new URL('../../client/cli/main.ts', import.meta.url))
const KILLS = Number(process.env.TRIALFAN_KILLS ?? 10)
const TRIALS = KILLS * 20
const STUDY = `import { defineStudy, float } from 'trialfan'
export default defineStudy({ name: 'killed', target: new URL('./square.ts', import.meta.url), optimizer: 'random-search',
  space: { x: float(-5, 5) }, trials: ${TRIALS} })`
const TARGET =
  'export default async ({ x }: { x: number }): Promise<number> => { await new Promise((go) => setTimeout(go, 20)); return x ** 2 }'

let folder = ''
let cluster: LocalCluster
let client: ChildProcess | null = null

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-kills-'))
  await writeFile(join(folder, 'killed.ts'), STUDY)
  await writeFile(join(folder, 'square.ts'), TARGET)
  cluster = await LocalCluster.start({ workers: 2, stack: 'killed' })
}, 60_000)
afterAll(async () => {
  client?.kill('SIGKILL')
  await cluster.close()
  await rm(folder, { recursive: true })
})

function start(...args: readonly string[]): ChildProcess {
  const env = { AWS_ENDPOINT_URL: cluster.endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', NO_COLOR: '1' }
  client = spawn(process.execPath, [MAIN, ...args, '--json'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return client
}

/** Until the process has written `event` so many times, or has ended. */
async function seen(child: ChildProcess, event: string, times: number): Promise<string> {
  let text = ''
  if (child.stdout !== null)
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      text += chunk
      if (text.split(`{"event":"${event}"`).length > times) break
    }
  return text
}

test(`${KILLS} kills of client and workers on a cluster that lives on: ${TRIALS} trials, each counted once`, {
  timeout: 30_000 + KILLS * 30_000,
}, async () => {
  const random = new Random(7)
  let child = start('run', 'killed.ts', '--on', 'aws', '--stack', 'killed', '--region', 'us-east-1')
  const first = await seen(child, 'start', 1)
  const run = /"run":"([^"]+)"/.exec(first)?.[1] ?? ''
  for (let kill = 0; kill < KILLS; kill++) {
    await seen(child, 'trial', 1 + random.integer(8))
    if (random.integer(10) < 4) {
      cluster.killEnvironment()
      await setTimeout(random.integer(20))
    }
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    child = start('resume', run)
  }
  const rest = seen(child, 'end', 1)
  const [code] = await once(child, 'close')
  expect({ code, end: (await rest).includes('"event":"end"') }).toEqual({ code: 0, end: true })

  const records = [...readJournal(join(folder, 'trialfan-runs', run, 'journal.jsonl'))]
  const numbers = (type: string): number[] =>
    records.flatMap((record) => (record.type === type && 'trial' in record ? [Number(record.trial)] : []))
  const all = Array.from({ length: TRIALS }, (_, trial) => trial)
  expect(numbers('told').sort((a, b) => a - b)).toEqual(all)
  expect(numbers('ended').sort((a, b) => a - b)).toEqual(all)
  expect(records.filter(({ type }) => type === 'session')).toHaveLength(KILLS + 1)
  expect(await readFile(join(folder, 'trialfan-runs', run, 'study.ts'), 'utf8')).toBe(STUDY)
})
