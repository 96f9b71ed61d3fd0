import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BuildFailure, build } from 'esbuild'
import { refuseNativeModules } from './refuse-native-modules.ts'
import { ScriptTarget } from './script.ts'
import { bundleScript } from './script-bundle.ts'
import { TargetError } from './target-error.ts'

/** A target module, ready to be shipped: one ESM file with an inline source map that names the user's own files. */
export interface TargetBundle {
  readonly code: Uint8Array
  /** Of `code`, lower-case hex. */
  readonly sha256: string
  /** Of what runs, without the source map: the same wherever the user's files lie. */
  readonly codeSha256: string
  readonly exportName: string
  /** The user's file. */
  readonly file: string
}

/** CommonJS packages call `require` for Node's own modules; an ESM file has none unless it is made. */
const REQUIRE = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/**
 * Bundles a target with everything it imports, so that a worker needs nothing but Node.
 * @param target the URL or path of its module, TypeScript or JavaScript, whose export `exportName` it is; or a script
 * @throws TargetError for a function (a closure cannot be shipped), a missing file or export, a syntax error, a native module: with file and line
 */
export async function bundleTarget(target: URL | string | ScriptTarget, exportName = 'default'): Promise<TargetBundle> {
  if (target instanceof ScriptTarget) {
    const code = await bundleScript(target)
    return { code, sha256: sha256(code), codeSha256: sha256(code), exportName: 'default', file: target.path }
  }
  const file = targetFile(target)
  const result = await build({
    entryPoints: [file],
    // What the bundle says of its files does not depend on where the process works.
    absWorkingDir: dirname(file),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    outfile: `${file}.mjs`,
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    treeShaking: true,
    banner: { js: REQUIRE },
    logLevel: 'silent',
    plugins: [refuseNativeModules(file)],
  }).catch((failure: unknown) => {
    throw buildError(file, failure)
  })
  const exports = Object.values(result.metafile.outputs).find((output) => output.entryPoint !== undefined)?.exports ?? []
  if (!exports.includes(exportName)) {
    const found = exports.length === 0 ? 'it exports nothing' : `it exports ${exports.join(', ')}`
    const mend = exportName === 'default' ? 'write "export default target" in it' : `export ${exportName} from it`
    throw new TargetError(file, null, `has no ${exportName} export (${found}); ${mend}`)
  }
  const [map, script] = ['.map', '.mjs'].map((ending) => result.outputFiles.find((output) => output.path.endsWith(ending)))
  if (map === undefined || script === undefined) throw new TargetError(file, null, 'esbuild gave no output')
  const code = Buffer.from(`${script.text}${inlineSourceMap(map.text, dirname(file))}\n`)
  return { code, sha256: sha256(code), codeSha256: sha256(script.contents), exportName, file }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function targetFile(target: URL | string): string {
  if (typeof target === 'function') {
    throw new TargetError(
      null,
      null,
      'is a function: what it closes over cannot be shipped to a worker; put it in a module of its own and give its URL',
    )
  }
  if (!(target instanceof URL) && typeof target !== 'string')
    throw new TargetError(null, null, `is ${typeof target}; give the URL of its module`)
  const isFileUrl = target instanceof URL ? target.protocol === 'file:' : target.startsWith('file:')
  if (target instanceof URL && !isFileUrl) throw new TargetError(null, null, `has the URL ${target.href}; only file: URLs can be bundled`)
  const file = isFileUrl ? fileURLToPath(target) : resolve(String(target))
  if (target === '' || !existsSync(file))
    throw new TargetError(target === '' ? null : file, null, target === '' ? 'is empty; give the URL of its module' : 'does not exist')
  if (!statSync(file).isFile()) throw new TargetError(file, null, 'is a folder; give the file of its module')
  return file
}

/** Sources become absolute file URLs: wherever the bundle runs, a stack trace names the user's file. */
function inlineSourceMap(text: string, folder: string): string {
  const map = JSON.parse(text) as { sources: string[] }
  map.sources = map.sources.map((source) => pathToFileURL(resolve(folder, source)).href)
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
}

function buildError(file: string, failure: unknown): unknown {
  const message = (failure as Partial<BuildFailure>).errors?.[0]
  if (message === undefined) return failure
  if (message.detail instanceof TargetError) return message.detail
  const { location } = message
  return new TargetError(location === null ? file : resolve(dirname(file), location.file), location, message.text)
}
