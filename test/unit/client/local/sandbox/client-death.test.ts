import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { functionCode, OBEDIENT } from '../support/function-code.ts'

const CLIENT = fileURLToPath(new URL('../support/doomed-client.ts', import.meta.url))
let code: string
afterEach(() => rm(code, { recursive: true, force: true }))

/** Zombies count as gone: nobody may be there to reap them. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('when the client dies of %s, its environments and its folder go too', async (signal) => {
  code = await functionCode(OBEDIENT)
  const client = spawn(process.execPath, [CLIENT, code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { pids, folder } = await new Promise<{ pids: number[]; folder: string }>((resolve, reject) => {
    let text = ''
    client.stdout.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(JSON.parse(text))
    })
    client.once('exit', () => reject(new Error(`the client ended: ${text}`)))
  })
  // Two environments, one of them with a thread that never yields, and a process that a target started.
  expect(pids).toHaveLength(3)
  expect(pids.every(isRunning)).toBe(true)
  client.kill(signal)
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 10_000, interval: 20 })
  await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 10_000, interval: 20 })
})
