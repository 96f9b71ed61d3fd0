import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** The process that works on a run. */
export interface LockOwner {
  readonly pid: number
  readonly host: string
  readonly since: number
  /** Tells a process from a later one with the same number, where the system tells (Linux). */
  readonly processStart: string | null
}

export const thisProcess = (since: number): LockOwner => ({
  pid: process.pid,
  host: hostname(),
  since,
  processStart: processStart(process.pid),
})

/** Null when it is none: somebody else wrote there. */
export function parseOwner(value: unknown): LockOwner | null {
  if (typeof value !== 'object' || value === null) return null
  const { pid, host, since, processStart: start = null }: Partial<LockOwner> = value
  const isOwner = Number.isInteger(pid) && Number(pid) > 0 && typeof host === 'string' && typeof since === 'number'
  return isOwner ? { pid: Number(pid), host, since, processStart: typeof start === 'string' ? start : null } : null
}

/** A process of this machine is looked for; one of another machine counts for `foreignMs` after it was heard of last. */
export function isAlive({ pid, host, processStart: start }: LockOwner, ageMs: number, foreignMs: number): boolean {
  if (host !== hostname()) return ageMs < foreignMs
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPERM')) return false
  }
  return start === null || start === processStart(pid)
}

/** `process 12`, or `process 12 on another-host`. */
export const ownerName = ({ pid, host }: LockOwner): string => (host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`)

/** When the process began, in the kernel's ticks since boot; null where there is no /proc. */
function processStart(pid: number): string | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null
  }
  // The second field is the program's name in parentheses, which may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}
