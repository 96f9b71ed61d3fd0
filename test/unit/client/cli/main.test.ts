import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../../../../client/cli/main.ts', import.meta.url))
const study = (name: string, target: string, more = ''): string => `import { defineStudy, float } from 'trialfan'
export default defineStudy({
  name: '${name}', target: new URL('./${target}.ts', import.meta.url), space: { x: float(-5, 5, { default: 4 }) }, instances: ['a', 'b'],
  data: () => ({ offset: Float64Array.of(1) }), trials: 8, workers: 2, ${more}
})`

const files: Readonly<Record<string, string>> = {
  'parabola.ts': study(
    'parabola',
    'square',
    "optimizer: 'random-search', summary: ({ incumbent }) => ['own words: ' + incumbent?.perInstance.length],",
  ),
  'square.ts': `import type { Target } from 'trialfan/worker'
    const target: Target<{ offset: Float64Array }> = ({ x }, { data }) => [(x as number) ** 2 + (data.offset[0] ?? 0), { seen: true }]
    export default target`,
  'crashing.ts': study('crashing', 'crash', 'stopAfterFirstCrashes: 3,'),
  'crash.ts': `export default (): number => {\n  throw new Error('no luck')\n}`,
  'endless.ts': study('endless', 'wait', 'trials: 1000,').replace('trials: 8, ', ''),
  'wait.ts': 'export default (): Promise<number> => new Promise(() => setInterval(() => {}, 1_000))',
  'failing.ts': study('failing', 'crash'),
  'loud.ts': study('loud', 'square', "summary: () => { throw new Error('no words') },"),
  'mute.ts': study('mute', 'square', 'summary: () => [1],'),
  'long.ts': study('long', 'square', 'trialTimeLimitMs: 1e9,'),
  'pending.ts': study('pending', 'square').replace('({ offset: Float64Array.of(1) })', 'new Promise(() => {})'),
  'unsettled.ts': 'await new Promise(() => {})\nexport default 1',
  'endless-load.ts': "setInterval(() => {}, 1_000)\nprocess.stderr.write('loading\\n')\nawait new Promise(() => {})\nexport default 1",
  'exits.ts': 'process.exit(7)\nexport default 1',
  'unlinked.ts': "import { float } from 'trialfan'\n\nimport { nothing } from 'trialfan'\nexport default nothing(float)",
  'closure.ts': study('closure', 'nothing'),
  'nothing.ts': 'export const other = 1',
  'no-function.ts': study('no-function', 'number', 'stopAfterFirstCrashes: 3,'),
  'number.ts': 'export default 5',
  'no-data.ts': study('no-data', 'square').replace('({ offset: Float64Array.of(1) })', "{ throw new Error('no table') }"),
}
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-main-test-'))
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { child, ended }
}

const run = (...args: string[]): Promise<Ended> => start(args).ended

describe('trialfan run', () => {
  test('runs a study and prints the incumbent on stdout, the progress on stderr', async () => {
    const { code, stdout, stderr } = await run('run', 'parabola.ts')
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('parabola: running 8 trials on 2 workers') })
    expect(stdout).toMatch(/^parabola: all 8 trials were run\n\nIncumbent\n {2}cost {2}.*\(default configuration 17: .* % lower\)/)
    expect(stdout).toMatch(/trials +SUCCESS 8\n/)
    expect(stdout).toContain('own words: 2')
    expect(stdout + stderr).not.toContain('\u001b')
  })

  test('--warm-start: what the runs found that are named is known, and not run again', async () => {
    const events = (stdout: string) =>
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    const first = events((await run('run', 'parabola.ts', '--json', '--trials', '4', '--seed', '5')).stdout)
    const id = String(first[0]?.run)
    const { code, stdout, stderr } = await run('run', '--trials', '2', '--seed', '6', '--warm-start', id, 'parabola.ts')
    expect(code).toBe(0)
    expect(stderr).toContain('warm start: 4 trials of earlier runs are known')
    expect(stdout).toContain('default configuration 17')
    const none = await run('run', '--warm-start', id, '--warm-start', 'no-such-run', 'parabola.ts')
    expect(none).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('there is no run no-such-run') })
  })

  test('--json prints nothing but events, and the settings of the command line hold', async () => {
    const { code, stdout, stderr } = await run('run', 'parabola.ts', '--json', '--trials', '4', '--seed', '9', '--workers', '1')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const kinds = events.map(({ event }) => event)
    expect(kinds.filter((kind) => kind !== 'incumbent')).toEqual(['start', 'trial', 'trial', 'trial', 'trial', 'end'])
    expect(events[0]).toMatchObject({ study: 'parabola', seed: 9, trials: 4, workers: expect.stringContaining('1 worker') })
    expect(events[1]).toMatchObject({
      configuration: { x: 4 },
      instance: 'a',
      cost: 17,
      additionalInfo: { seen: true },
      worker: { cold: true },
    })
    expect(events.at(-1)).toMatchObject({ stopReason: { kind: 'trials' }, default: { cost: 17 } })
  })

  test('a run whose first trials all crash fails, and shows the line that threw', async () => {
    const { code, stdout } = await run('run', 'crashing.ts', '--workers', '1')
    expect(code).toBe(1)
    expect(stdout).toContain('the first 3 trials all crashed (stopAfterFirstCrashes); the last one said: no luck')
    expect(stdout).toMatch(/Last failure \(CRASHED\): no luck\n {2}at .*crash\.ts:2:9/)
  })

  test('a run in which nothing succeeded fails, and says so', async () => {
    const { code, stdout, stderr } = await run('run', 'failing.ts', '--trials', '2')
    expect(code).toBe(1)
    expect(stdout).toContain('failing: all 2 trials were run')
    expect(stderr).toContain('error: study "failing": no configuration succeeded on all of its instances (trials: CRASHED 2)')
  })

  test.each([
    ['loud.ts', 'error: study "loud": summary: the function threw: no words'],
    ['mute.ts', 'error: study "mute": summary[0]: expected a text from the function, got 1 (number)'],
  ])('the summary of %s cannot be had: the report comes first, then the error', async (file, message) => {
    const { code, stdout, stderr } = await run('run', file)
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: expect.stringContaining('all 8 trials were run\n\nIncumbent'),
      stderr: expect.stringContaining(message),
    })
  })

  test.each([
    ['unsettled.ts', 2, 'error: unsettled.ts: a top-level await in it never settles'],
    ['unlinked.ts', 2, "error: unlinked.ts:3:1: SyntaxError: The requested module 'trialfan' does not provide an export named 'nothing'\n"],
    ['exits.ts', 7, ''],
  ])('%s cannot be loaded: %i, no line of trialfan, nothing left behind', async (file, expected, message) => {
    const temporary = await mkdtemp(join(folder, 'temporary-'))
    const { code, stderr } = await start(['run', file], { TMPDIR: temporary, TEMP: temporary }).ended
    expect(code).toBe(expected)
    expect(stderr.startsWith(message)).toBe(true)
    expect(stderr).not.toContain('    at ')
    expect(readdirSync(temporary)).toEqual([])
  })

  test.each([
    ['pending.ts', 'preparing the data'],
    ['endless-load.ts', 'loading'],
  ])('Ctrl+C once ends %s, of which no trial has started', async (file, reached) => {
    const { child, ended } = start(['run', file])
    await lineWith(child, reached)
    child.kill('SIGINT')
    expect(await ended).toEqual({ code: 130, stdout: '', stderr: expect.stringContaining('interrupted before the first trial') })
  })

  test('what cannot run as it is written is wrong use', async () => {
    expect(await run('run', 'long.ts')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('trialTimeLimitMs: 1000000000 ms'),
    })
    expect(await run('run', 'parabola.ts', '--workers', '20000')).toMatchObject({ code: 2, stderr: expect.stringContaining('0 to 10000') })
  })

  test.each([
    ['closure.ts', 2, 'has no default export (it exports other)'],
    ['no-data.ts', 1, 'error: study "no-data": data: the function threw: no table'],
  ])('%s ends with %i before the first trial', async (file, expected, message) => {
    const { code, stdout, stderr } = await run('run', file)
    expect({ code, stdout, stderr }).toEqual({ code: expected, stdout: '', stderr: expect.stringContaining(message) })
  })

  test('a target that no worker can load is wrong use, seen with its first trial', async () => {
    const { code, stderr } = await run('run', 'no-function.ts')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /error: target \S*number\.ts: the target's module exports 5 \(number\) as "default"; expected a function/,
      ),
    })
  })

  test('Ctrl+C once reports what was found and ends with 130; the workers are gone', async () => {
    const { child, ended } = start(['run', 'endless.ts'])
    await lineWith(child, 'running 1000 trials')
    const workers = workersOf(child)
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended
    expect(code).toBe(130)
    expect(workers.length).toBeGreaterThanOrEqual(process.platform === 'linux' ? 2 : 0)
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(stderr).toContain('interrupted: waiting for trials that are about to finish')
    expect(stdout).toContain('endless: the run was interrupted')
    expect(stderr).toMatch(/to go on with this run: trialfan resume \d{8}-\d{6}-[0-9a-f]{6}\n$/)
    expect(stdout).toMatch(/trials +cancelled \d/)
  })

  test('Ctrl+C twice leaves at once', async () => {
    const { child, ended } = start(['run', 'endless.ts'])
    await lineWith(child, 'running 1000 trials')
    child.kill('SIGINT')
    await lineWith(child, 'interrupted')
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/to go on with this run: trialfan resume \S+\n$/)
  })
})

/** The processes of the execution environments. Linux tells; elsewhere there is nothing to look at. */
function workersOf({ pid }: ChildProcess): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').map(Number) : []
  return children.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('bootstrap'))
}

async function lineWith(child: ChildProcess, text: string): Promise<void> {
  if (child.stderr === null) return
  for await (const line of createInterface({ input: child.stderr })) if (line.includes(text)) return
}
