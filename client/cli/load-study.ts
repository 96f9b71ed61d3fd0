import { existsSync, rmSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { setSourceMapsEnabled } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BuildFailure } from 'esbuild'
import { describe, TrialfanError } from '../../contract/errors.ts'
import { temporaryFolder } from '../../contract/temporary-folder.ts'
import { isStudy, type Study } from '../study/study.ts'
import { LoadError } from './load-error.ts'
import { ownModules } from './own-modules.ts'
import { bundleStudy } from './study-bundle.ts'
import type { Surroundings } from './surroundings.ts'
import { userFrames } from './user-frames.ts'

const BUNDLE = 'trialfan-study.mjs'

type LoadSurroundings = Pick<Surroundings, 'directory' | 'onExit' | 'onIdle'>

/**
 * Imports a study file, TypeScript or JavaScript, and gives its default export.
 * @throws LoadError when there is no such file, when it cannot be parsed or run, or when it exports no study: with file and line
 */
export async function loadStudy(path: string, surroundings: LoadSurroundings): Promise<Study> {
  const { directory } = surroundings
  const file = resolve(directory, path)
  const shown = relative(directory, file).startsWith('..') ? file : relative(directory, file) || path
  if (!existsSync(file)) throw new LoadError(shown, null, 'there is no such file')
  if (!(await stat(file)).isFile()) throw new LoadError(shown, null, 'expected a file, got a folder; give the study file in it')
  if (!/\.m?[jt]s$/.test(file)) throw new LoadError(shown, null, 'expected a .ts, .mts, .js or .mjs file')
  const names = await ownModules()
  const code = await bundleStudy(file, names).catch((failure: unknown) => {
    throw buildError(shown, directory, failure)
  })
  const exported = await importCode(code, shown, surroundings).catch((error: unknown) => {
    throw error instanceof LoadError ? error : importError(shown, directory, error, names)
  })
  if (!('default' in exported)) {
    throw new LoadError(shown, null, 'has no default export; write "export default defineStudy({ … })"')
  }
  if (!isStudy(exported.default)) {
    throw new LoadError(shown, null, `expected the default export to be a study (made by defineStudy), got ${describe(exported.default)}`)
  }
  return exported.default
}

async function importCode(code: string, shown: string, { onExit, onIdle }: LoadSurroundings): Promise<Readonly<Record<string, unknown>>> {
  const folder = await temporaryFolder(tmpdir(), 'study')
  // The study may end the process, too.
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const forget = onExit(remove)
  const { promise: idle, reject } = Promise.withResolvers<never>()
  const stopWatching = onIdle(() =>
    reject(new LoadError(shown, null, 'a top-level await in it never settles: nothing is left that could settle it')),
  )
  const { stackTraceLimit } = Error
  setSourceMapsEnabled(true)
  // Deep enough for the user's own line to be among those of the library that it called.
  Error.stackTraceLimit = 50
  try {
    const module = join(folder, BUNDLE)
    await writeFile(module, code)
    return (await Promise.race([import(pathToFileURL(module).href), idle])) as Readonly<Record<string, unknown>>
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    stopWatching()
    forget()
    remove()
  }
}

/** Names the line of the user's own that threw, or whose import could not be linked. */
function importError(shown: string, directory: string, error: unknown, names: ReadonlyMap<string, string>): LoadError {
  if (!(error instanceof Error)) return new LoadError(shown, null, `it threw ${describe(error)}`, error)
  const place = framePlace(error) ?? linkedPlace(error)
  let message = error instanceof TrialfanError ? error.message : `${error.name}: ${error.message}`
  for (const [name, url] of names) message = message.replaceAll(`'${url}'`, `'${name}'`)
  if (place === null) return new LoadError(shown, null, message, error)
  return new LoadError(relative(directory, place.file), { line: place.line, column: place.column }, message, error)
}

interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

function framePlace(error: Error): Place | null {
  const [, file, line, column] = userFrames(error)[0]?.match(/(?:\(|at )((?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/) ?? []
  if (file === undefined) return null
  return { file: pathOf(file), line: Number(line), column: Number(column) }
}

/** The line of an import that could not be linked: no frame tells it, but the first line of the stack, which the source map applies to. */
function linkedPlace(error: Error): Place | null {
  const [, file, line] = error.stack?.match(/^((?:file:|\/|[A-Z]:\\).*\.m?[jt]s):(\d+)\r?\n/) ?? []
  if (!(error instanceof SyntaxError) || file === undefined || file.endsWith(BUNDLE)) return null
  return { file: pathOf(file), line: Number(line), column: 1 }
}

const pathOf = (file: string): string => (file.startsWith('file:') ? fileURLToPath(file) : file)

function buildError(shown: string, directory: string, failure: unknown): unknown {
  const message = (failure as Partial<BuildFailure>).errors?.[0]
  if (message === undefined) return failure
  const { location, text } = message
  if (location === null) return new LoadError(shown, null, text)
  return new LoadError(relative(directory, resolve(location.file)), { line: location.line, column: location.column + 1 }, text)
}
