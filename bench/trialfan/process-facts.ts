import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in ticks of 10 ms (`getconf CLK_TCK`: 100 on every platform Node runs on). */
const TICK_MS = 10

/** User and system time of a process so far, ms; 0 where there is no /proc or no such process. */
export function cpuMs(pid: number): number {
  const [, , , , , , , , , , , user, system] = statFields(pid)
  return (Number(user ?? 0) + Number(system ?? 0)) * TICK_MS
}

/** Resident memory of a process, MiB; 0 where there is no /proc or no such process. */
export function memoryMiB(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]
  return Number(kibibytes ?? 0) / 1024
}

/** The processes below one, children's children included. */
export function descendants(pid: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) parents.set(Number(name), Number(statFields(Number(name))[1] ?? 0))
  const below = (parent: number): number[] => [...parents].filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)])
  return below(pid)
}

/** From the state on: the name before it may hold anything (proc(5), /proc/pid/stat). */
function statFields(pid: number): readonly string[] {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
