import { readlinkSync } from 'node:fs'

/** The kernel's id of this thread, as `/proc/self/task` names it (proc(5)); null on a system that has no such folder. */
export function kernelThreadId(): number | null {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1))
  } catch {
    return null
  }
}
