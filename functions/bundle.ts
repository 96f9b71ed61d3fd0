import { createHash, randomUUID } from 'node:crypto'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BundleStamp } from './bundle-stamp.ts'
import { functionFiles } from './function-files.ts'
import type { FunctionName } from './function-name.ts'

const bundled = new Map<FunctionName, Promise<string>>()

/**
 * The absolute path of a folder with a function's code, ready for Lambda or a local sandbox: `handler.mjs` exports `handler`;
 * the worker has `thread.mjs` beside it. A built package brings the folder along; from source it is bundled once a process,
 * into a folder named after its content.
 */
export function functionCode(name: FunctionName): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) return Promise.resolve(fileURLToPath(new URL(`./${name}-code`, import.meta.url)))
  let folder = bundled.get(name)
  if (folder === undefined) {
    folder = codeFromSource(name)
    bundled.set(name, folder)
    folder.catch(() => bundled.delete(name))
  }
  return folder
}

async function codeFromSource(name: FunctionName): Promise<string> {
  const stamp = new BundleStamp(name, import.meta.url)
  const known = await stamp.read()
  if (known !== null) return known
  const readAt = Date.now()
  const { files, inputs } = await functionFiles(name)
  const folder = await writeTemporaryFolder(name, files)
  await stamp.write(folder, inputs, readAt)
  return folder
}

async function writeTemporaryFolder(name: FunctionName, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for (const [file, bytes] of files) hash.update(`${file}\0${bytes.byteLength}\0`).update(bytes)
  const folder = join(tmpdir(), `trialfan-${name}-${hash.digest('hex').slice(0, 24)}`)
  if (await holds(folder, files)) return folder

  const fresh = `${folder}.${randomUUID()}`
  await mkdir(fresh, { mode: 0o700 })
  for (const [file, bytes] of files) await writeFile(join(fresh, file), bytes)
  try {
    await rename(fresh, folder)
    return folder
  } catch {
    // Somebody was first. If it was this code, theirs will do; if it was something else, ours keeps its own name.
    if (!(await holds(folder, files))) return fresh
    await rm(fresh, { recursive: true, force: true })
    return folder
  }
}

/** True when the folder is this user's own and holds exactly these bytes: the temporary folder is open to everybody. */
async function holds(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<boolean> {
  try {
    const found = await lstat(folder)
    if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) return false
    for (const [file, bytes] of files) if (!(await readFile(join(folder, file))).equals(bytes)) return false
    return true
  } catch {
    return false
  }
}
