import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const NAME = /^trialfan-(?:cluster|study|target)-(\d+)-/

/**
 * Makes a folder for this process, `trialfan-<kind>-<pid>-…`, and removes those of any kind that processes which died have left.
 * The caller removes the folder in the end.
 * @param parent absolute path, usually `os.tmpdir()`
 */
export async function temporaryFolder(parent: string, kind: 'cluster' | 'study' | 'target'): Promise<string> {
  for (const entry of await readdir(parent)) {
    const owner = NAME.exec(entry)?.[1]
    if (owner === undefined || isAlive(Number(owner))) continue
    // Another user's folder, or one that its sandboxes are just removing.
    await rm(join(parent, entry), { recursive: true, force: true }).catch(() => {})
  }
  return mkdtemp(join(parent, `trialfan-${kind}-${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
