import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A script and what lies beside it: name → bytes; the script is the first. */
export type Program = Readonly<Record<string, Uint8Array>>

const EXECUTABLE = 0o755

/**
 * Puts a program into a folder of its own, beside the module that it came in; all its files may be executed.
 * @param module absolute path; its content decides the program's, so a folder that is there already is the same
 * @returns the folder
 */
export function placeProgram(program: Program, module: string): string {
  const folder = `${module}.program`
  if (existsSync(folder)) return folder
  const fresh = mkdtempSync(join(dirname(module), `${basename(module)}.`))
  for (const [name, bytes] of Object.entries(program)) writeFileSync(join(fresh, name), bytes, { mode: EXECUTABLE })
  try {
    // At once: a thread that is ended in the middle leaves no half of a program.
    renameSync(fresh, folder)
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true })
    if (!existsSync(folder)) throw cause
  }
  return folder
}

/** An empty folder for one trial to work in; what the one before has left in it is gone. */
export function freshWorkFolder(module: string): string {
  const folder = `${module}.work`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  return folder
}
