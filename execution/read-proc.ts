import { readFileSync } from 'node:fs'

/** A file that the kernel keeps of a process (proc(5)); empty for one that is gone, and on a system without such files. */
export function readProc(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
