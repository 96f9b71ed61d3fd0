import { readProc } from './read-proc.ts'

/** proc(5) counts in hundredths of a second, whatever the kernel's own tick. */
const TICK_MS = 10
/** Positions in `/proc/[pid]/stat`, counted behind the name; the system's time follows the user's. */
const OWN = 11
const WAITED_FOR = 13

/** CPU time of a process, user and system: its own, and that of its children that have ended and that it has waited for. */
export interface ProcessCpu {
  readonly ownMs: number
  readonly waitedForMs: number
}

/** Zeros where the system does not tell. */
export function processCpu(id: number | 'self'): ProcessCpu {
  const text = readProc(`/proc/${id}/stat`)
  // The name is in brackets, and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (index: number): number => (Number(fields[index] ?? 0) + Number(fields[index + 1] ?? 0)) * TICK_MS
  return { ownMs: at(OWN), waitedForMs: at(WAITED_FOR) }
}
