import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { StatusType } from '../../../contract/status.ts'
import type { ExecutionRequest } from '../../../execution/execution-request.ts'
import { TrialExecutor } from '../../../execution/trial-executor.ts'
import { TargetFolder } from './target-folder.ts'

const folder = new TargetFolder()
const executor = new TrialExecutor({ memoryMiB: null, log: () => {} })
afterAll(async () => {
  await executor.close()
  folder.remove()
})

/** `processes` is node:child_process; what `node` and `shell` make writes its id to `file`, and then runs a script. */
function request(body: string, limits: ExecutionRequest['limits'] = { timeMs: null, memoryMiB: null }) {
  const file = join(folder.path, `id-${ids++}`)
  const module = folder.module(`
    import * as processes from 'node:child_process'
    const node = (script) => [process.execPath, ['-e', 'fs.writeFileSync(process.argv[1], String(process.pid));' + script, ${JSON.stringify(file)}]]
    const shell = (script) => ['sh', ['-c', 'echo $$ > "$0";' + script, ${JSON.stringify(file)}]]
    export default async (configuration) => { ${body} }`)
  return { file, request: folder.request('', { ...module, limits }) }
}
let ids = 0
const FOR_EVER = "'setInterval(() => {}, 1000)'"

/** A process that was killed is a zombie until it is waited for. */
function isAlive(file: string): boolean {
  if (!existsSync(file)) return false
  const status = `/proc/${readFileSync(file, 'utf8').trim()}/status`
  return existsSync(status) && !/^State:\s*Z/m.test(readFileSync(status, 'latin1'))
}

// Other systems do not tell which thread has started a process.
describe.runIf(process.platform === 'linux')('the processes that a target starts', () => {
  test.each([
    ['it waits for', `await new Promise((resolve) => processes.spawn(...shell('exec sleep 600')).on('exit', resolve))`],
    ['it waits for inside Node', `processes.execFileSync(...shell('exec sleep 600'))`],
    ['it does not wait for', `processes.spawn(...shell('exec sleep 600'), { detached: true }).unref(); await new Promise(() => {})`],
    ['that have started one themselves', `processes.execFileSync('sh', ['-c', 'sh "$@"; true', 'sh', ...shell('exec sleep 600')[1]])`],
  ])('end with a trial that is over its time: one %s', async (_, body) => {
    const { file, request: slow } = request(body, { timeMs: 1_500, memoryMiB: null })
    const outcome = await executor.run(slow)
    expect(outcome.status).toBe(StatusType.TIMEOUT)
    expect(existsSync(file)).toBe(true)
    await vi.waitFor(() => expect(isAlive(file)).toBe(false))
    expect(await executor.recover()).toBe(true)
  })

  test('count as memory of the trial', async () => {
    const grow = `'globalThis.kept = Buffer.alloc(400 * 1024 * 1024, 1);' + ${FOR_EVER}`
    const { file, request: large } = request(`processes.execFileSync(...node(${grow}))`, { timeMs: 30_000, memoryMiB: 256 })
    const outcome = await executor.run(large)
    expect(outcome).toMatchObject({ status: StatusType.MEMORYOUT, info: { errorType: 'MemoryLimit' } })
    expect(outcome.peakRssMiB).toBeGreaterThan(256)
    await vi.waitFor(() => expect(isAlive(file)).toBe(false))
  })

  const burn = `'while (process.cpuUsage().user < 300_000);'`
  test('count as CPU time of the trial', async () => {
    const { request: busy } = request(`processes.execFileSync(...node(${burn})); return 1`)
    const outcome = await executor.run(busy)
    expect(outcome.status).toBe(StatusType.SUCCESS)
    expect(outcome.cpuTimeMs).toBeGreaterThanOrEqual(290)
    const after = await executor.run(folder.request('async () => { await new Promise((r) => setTimeout(r, 5)); return 1 }'))
    expect(after.cpuTimeMs).toBeLessThan(200)
  })

  test('count as CPU time of a trial that is ended', async () => {
    const { request: endless } = request(`processes.execFileSync(...shell('while :; do :; done'))`, { timeMs: 1_500, memoryMiB: null })
    expect((await executor.run(endless)).cpuTimeMs).toBeGreaterThan(100)
  })

  test('stay when the trial ends by itself, and are not memory of the next one', async () => {
    const serve = `'globalThis.kept = Buffer.alloc(400 * 1024 * 1024, 1); fs.writeFileSync(process.argv[1] + ".up", ""); setInterval(() => {}, 1000)'`
    const body = `
      if (configuration.x === 2) {
        processes.spawn(...node(${serve}), { stdio: 'ignore' }).unref()
        while (!fs.existsSync(up)) await new Promise((resolve) => setTimeout(resolve, 5))
      } else await new Promise((resolve) => setTimeout(resolve, 100))
      return 1`
    const { file, request: serving } = request(`const fs = await import('node:fs'); const up = process.env.UP; ${body}`, {
      timeMs: 30_000,
      memoryMiB: 600,
    })
    process.env.UP = `${file}.up`
    expect((await executor.run(serving)).status).toBe(StatusType.SUCCESS)
    expect(isAlive(file)).toBe(true)
    const next = await executor.run({ ...serving, configuration: { x: 3 }, limits: { timeMs: 30_000, memoryMiB: 600 } })
    expect(next.status).toBe(StatusType.SUCCESS)
    expect(next.peakRssMiB).toBeGreaterThan(400)
    await executor.close()
    await vi.waitFor(() => expect(isAlive(file)).toBe(false))
  })
})
