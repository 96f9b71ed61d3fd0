import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { ScriptTarget } from './script.ts'
import { TargetError } from './target-error.ts'

const MIB = 1024 * 1024
/** They travel inside the target's module, and every thread that is started reads it. */
const MOST_MIB = 16
/** Unbuilt, the worker's part is TypeScript; built, it is JavaScript. */
const TARGET = fileURLToPath(
  new URL(`../../execution/script/script-target.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

/**
 * The module that runs a script on a worker, with the script and its files inside.
 * @throws TargetError for a file that is missing, empty or too large, and for two of one name
 */
export async function bundleScript({ path, files }: ScriptTarget): Promise<Uint8Array> {
  const contents = read(path, files)
  const module = `
    import { scriptTarget } from ${JSON.stringify(TARGET)}
    ${[...contents.keys()].map((name, index) => `import file${index} from ${JSON.stringify(`program:${name}`)}`).join('\n')}
    const files = { ${[...contents.keys()].map((name, index) => `${JSON.stringify(name)}: file${index}`).join(', ')} }
    export default scriptTarget({ script: ${JSON.stringify(basename(path))}, files, module: import.meta.url })`
  const { outputFiles } = await build({
    stdin: { contents: module, resolveDir: '/', loader: 'js' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    logLevel: 'silent',
    plugins: [programFiles(contents)],
  })
  const code = outputFiles[0]?.contents
  if (code === undefined) throw new TargetError(path, null, 'esbuild gave no output')
  return code
}

function read(path: string, files: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>()
  let bytes = 0
  for (const file of [path, ...files]) {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined) throw new TargetError(file, null, 'does not exist')
    if (!found.isFile()) throw new TargetError(file, null, 'is a folder; give its files one by one')
    bytes += found.size
    if (bytes > MOST_MIB * MIB) {
      const mend = 'scatter large files: data: { name: file(path) } arrives as a path in $TRIALFAN_name'
      throw new TargetError(file, null, `makes the script and its files larger than ${MOST_MIB} MiB; ${mend}`)
    }
    const name = basename(file)
    if (contents.has(name))
      throw new TargetError(file, null, "has the name of another one of the script's files; on a worker they lie in one folder")
    contents.set(name, readFileSync(file))
  }
  if (contents.get(basename(path))?.byteLength === 0)
    throw new TargetError(path, null, 'is empty; a script prints a line such as "cost=0.5"')
  return contents
}

function programFiles(contents: ReadonlyMap<string, Uint8Array>): Plugin {
  return {
    name: 'program-files',
    setup(bundler) {
      bundler.onResolve({ filter: /^program:/ }, ({ path }) => ({ path: path.slice('program:'.length), namespace: 'program' }))
      bundler.onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => ({ contents: contents.get(path) ?? '', loader: 'binary' }))
    },
  }
}
