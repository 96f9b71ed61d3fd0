import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { JournalRecord } from '../../client/history/journal/journal-record.ts'
import { readJournal } from '../../client/history/journal/read-journal.ts'
import { LocalCluster } from '../../client/local/index.ts'
import { Random } from '../../client/space/index.ts'

const MAIN = fileURLToPath(new URL('../../client/cli/main.ts', import.meta.url))
const TARGET =
  'export default async ({ x }: { x: number }): Promise<number> => { await new Promise((go) => setTimeout(go, 20)); return x ** 2 }'
/** While there are trials, one begins within this time, ms. */
const TRIAL_BEGINS_MS = 1_000
/** A sandbox that was killed is told of, and the relay begins, within this time, ms. */
const RELAY_BEGINS_MS = 200

export type Kill = 'client' | 'sandbox' | 'relay'

export interface KilledRunOptions {
  readonly trials: number
  readonly workers: number
  readonly seed: number
  /** One after the other. The relay is killed at work: what it was to tell comes a minute later, as on Lambda. */
  readonly kills: readonly Kill[]
}

export interface KilledRun {
  /** Those that were done before the run ended. */
  readonly kills: readonly Kill[]
  readonly code: number | null
  readonly records: readonly JournalRecord[]
  /** The study's file that lies with the run is the one that was given. */
  readonly hasStudy: boolean
}

/** A run through the command line on a cluster that lives on, while the client, sandboxes and the relay are killed with SIGKILL. */
export async function killedRun({ trials, kills, workers, seed }: KilledRunOptions): Promise<KilledRun> {
  const folder = await mkdtemp(join(tmpdir(), 'trialfan-kills-'))
  const study = `import { defineStudy, float } from 'trialfan'
export default defineStudy({ name: 'killed', target: new URL('./square.ts', import.meta.url), optimizer: 'random-search',
  space: { x: float(-5, 5) }, trials: ${trials} })`
  await writeFile(join(folder, 'killed.ts'), study)
  await writeFile(join(folder, 'square.ts'), TARGET)
  await using cluster = await LocalCluster.start({ workers, stack: 'killed' })
  const client = new Client(folder, cluster.endpoint)
  const done: Kill[] = []
  try {
    const random = new Random(seed)
    client.start('run', 'killed.ts', '--on', 'aws', '--stack', 'killed', '--region', 'us-east-1')
    const run = /"run":"([^"]+)"/.exec(await client.seen('start', 1))?.[1] ?? ''
    for (const kill of kills) {
      do await client.seen('trial', 1 + random.integer(2))
      while (!client.hasEnded && kill !== 'client' && !(await killInCloud(cluster, kill, random)))
      if (client.hasEnded) break
      done.push(kill)
      if (kill !== 'client') continue
      await client.kill()
      client.start('resume', run)
    }
    const code = await client.end()
    const at = join(folder, 'trialfan-runs', run)
    const hasStudy = (await readFile(join(at, 'study.ts'), 'utf8')) === study
    return { kills: done, code, records: [...readJournal(join(at, 'journal.jsonl'))], hasStudy }
  } finally {
    await client.kill()
    await rm(folder, { recursive: true })
  }
}

/** @returns false when there was nothing to kill */
async function killInCloud(cluster: LocalCluster, kind: 'sandbox' | 'relay', random: Random): Promise<boolean> {
  for (let waited = 0; cluster.killEnvironment() === null; waited++) {
    if (waited === TRIAL_BEGINS_MS) return false
    await setTimeout(1)
  }
  if (kind === 'sandbox') return true
  for (let waited = 0; waited < RELAY_BEGINS_MS; waited++) {
    await setTimeout(1)
    const relay = cluster.environments().find((environment) => environment.function !== cluster.workerFunction)
    if (relay?.state !== 'busy') continue
    await setTimeout(random.integer(3))
    return cluster.killEnvironment(relay.id) !== null
  }
  return false
}

/** The command line in a process of its own; one at a time. */
class Client {
  readonly #folder: string
  readonly #endpoint: string
  #child: ChildProcess | null = null

  constructor(folder: string, endpoint: string) {
    this.#folder = folder
    this.#endpoint = endpoint
  }

  get hasEnded(): boolean {
    return this.#child === null || this.#child.exitCode !== null || this.#child.stdout?.readableEnded === true
  }

  start(...args: readonly string[]): void {
    const env = { AWS_ENDPOINT_URL: this.#endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', NO_COLOR: '1' }
    this.#child = spawn(process.execPath, [MAIN, ...args, '--json'], {
      cwd: this.#folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  }

  /** Until it has written `event` so many times, or has ended. */
  async seen(event: string, times: number): Promise<string> {
    let text = ''
    if (this.#child?.stdout)
      for await (const chunk of this.#child.stdout.iterator({ destroyOnReturn: false })) {
        text += chunk
        if (text.split(`{"event":"${event}"`).length > times) break
      }
    return text
  }

  async kill(): Promise<void> {
    if (this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  /** Its exit code, when it ends by itself. */
  async end(): Promise<number | null> {
    if (this.#child === null) return null
    const gone = this.#child.exitCode === null ? once(this.#child, 'exit') : null
    this.#child.stdout?.resume()
    await gone
    return this.#child.exitCode
  }
}
