import { readdirSync } from 'node:fs'
import { processCpu } from './process-cpu.ts'
import { readProc } from './read-proc.ts'

/** A process can start another one while it is being stopped; the second look finds it, and nothing is left to start a third. */
const MOST_LOOKS = 8

/**
 * The processes that a thread has started, and theirs: a target's solvers. Found from what the kernel tells of a thread
 * (proc(5), `/proc/self/task/[tid]/children`); on a system that does not tell, there are none.
 * One that has left its parents behind (a daemon) is not found.
 */
export class ThreadProcesses {
  readonly #thread: number | null

  /** @param thread the kernel's id of the thread; null where there is none */
  constructor(thread: number | null) {
    this.#thread = thread
  }

  /** Process ids, the parents first. */
  list(): readonly number[] {
    if (this.#thread === null) return []
    const found = idsIn(`/proc/self/task/${this.#thread}/children`)
    for (const id of found) for (const thread of threadsOf(id)) found.push(...idsIn(`/proc/${id}/task/${thread}/children`))
    return found
  }

  /** Resident memory of them all, MiB; pages that they share count for each. */
  residentMiB(): number {
    return this.list().reduce((sum, id) => sum + residentMiB(id), 0)
  }

  /** CPU time of those that are alive, and of what these have waited for, ms. */
  cpuMs(): number {
    return this.list().reduce((sum, id) => {
      const { ownMs, waitedForMs } = processCpu(id)
      return sum + ownMs + waitedForMs
    }, 0)
  }

  /** Ends them all. They are stopped first, so that none starts another one behind our back. */
  end(): void {
    const stopped = new Set<number>()
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const more = this.list().filter((id) => !stopped.has(id))
      if (more.length === 0) break
      for (const id of more) signal(id, 'SIGSTOP')
      for (const id of more) stopped.add(id)
    }
    for (const id of stopped) signal(id, 'SIGKILL')
  }
}

function residentMiB(id: number): number {
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(readProc(`/proc/${id}/status`))?.[1] ?? 0) / 1024
}

function idsIn(file: string): number[] {
  return readProc(file)
    .split(' ')
    .filter((id) => id.trim() !== '')
    .map(Number)
}

function threadsOf(id: number): readonly string[] {
  try {
    return readdirSync(`/proc/${id}/task`)
  } catch {
    return []
  }
}

function signal(id: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(id, name)
  } catch {
    // It ended by itself.
  }
}
