import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { lstat, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { FunctionName } from './function-name.ts'

const Stamp = v.object({
  folder: v.string(),
  /** sha256 of the folder's files, names included. */
  code: v.string(),
  /** [path, modified in ms, bytes] */
  inputs: v.array(v.tuple([v.string(), v.number(), v.number()])),
})

/**
 * Remembers which folder holds a function's bundle and from which files it was made, so that the next process from the same
 * sources needs no bundler: half a second at each start of a study that runs from source.
 */
export class BundleStamp {
  readonly #file: string

  /** @param sources the folder of the sources; each checkout has a stamp of its own. */
  constructor(name: FunctionName, sources: string) {
    const checkout = createHash('sha256').update(sources).digest('hex').slice(0, 16)
    this.#file = join(tmpdir(), `trialfan-${name}-${checkout}.json`)
  }

  /** The folder, if it is this user's own and still holds what was made, and no source has changed since. */
  async read(): Promise<string | null> {
    try {
      if (!(await isOwn(this.#file))) return null
      const { folder, code, inputs } = v.parse(Stamp, JSON.parse(await readFile(this.#file, 'utf8')))
      if (!(await isOwn(folder)) || (await hashFolder(folder)) !== code) return null
      const isUnchanged = inputs.every(([path, modifiedMs, bytes]) => {
        // Hundreds of these: the thread pool's round trips would cost more than the calls.
        const now = statSync(path)
        return now.mtimeMs === modifiedMs && now.size === bytes
      })
      return isUnchanged ? folder : null
    } catch {
      // A stamp that is missing, damaged or of files that are gone means: bundle again.
      return null
    }
  }

  /**
   * Best effort: without a stamp the next process bundles again.
   * @param readAt milliseconds since the epoch, before the first input was read: one that has changed since makes no stamp.
   */
  async write(folder: string, inputs: readonly string[], readAt: number): Promise<void> {
    try {
      const code = await hashFolder(folder)
      const stamped = inputs.map((path) => {
        const now = statSync(path)
        return [path, now.mtimeMs, now.size] as const
      })
      if (stamped.some(([, modifiedMs]) => modifiedMs >= readAt)) return
      const fresh = await mkdtemp(join(tmpdir(), 'trialfan-stamp-'))
      try {
        await writeFile(join(fresh, 'stamp'), JSON.stringify({ folder, code, inputs: stamped }))
        await rename(join(fresh, 'stamp'), this.#file)
      } finally {
        await rm(fresh, { recursive: true, force: true })
      }
    } catch {
      // A temporary folder that cannot be written to costs time, nothing else.
    }
  }
}

/** The temporary folder is open to everybody: code is taken only from what this user has put there. */
async function isOwn(path: string): Promise<boolean> {
  const found = await lstat(path)
  return !found.isSymbolicLink() && (process.getuid === undefined || found.uid === process.getuid())
}

async function hashFolder(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name))
    hash.update(`${name}\0${bytes.byteLength}\0`).update(bytes)
  }
  return hash.digest('hex')
}
