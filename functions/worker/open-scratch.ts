import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const PREFIX = 'trialfan-worker-'

/**
 * Makes a folder for this process alone inside `temporary`, and removes what processes that are gone have left there:
 * Lambda keeps the temporary folder of an environment whose process has died.
 */
export function openScratch(temporary: string, pid: number): string {
  for (const name of readdirSync(temporary)) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN
    if (Number.isInteger(owner) && (owner === pid || !isAlive(owner))) rmSync(join(temporary, name), { recursive: true, force: true })
  }
  const folder = join(temporary, `${PREFIX}${pid}`)
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}
