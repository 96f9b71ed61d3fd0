import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import type { FunctionName } from './function-name.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const thread = join(here, '..', 'execution', 'thread.ts')

/** A function's bundled code, and what it was made from. */
export interface FunctionFiles {
  /** File name → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Absolute paths; while none of them changes, the bundle stays the same. */
  readonly inputs: readonly string[]
}

/**
 * Takes Node's own modules without their ES module face: making that face reads every export, `http.WebSocket` among them,
 * and with it loads undici. That was 25 of 115 ms of the worker's import.
 */
const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'plain-builtins' }))
    build.onLoad({ filter: /.*/, namespace: 'plain-builtins' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}

/**
 * Bundles one function from its TypeScript source: `handler.mjs`, `thread.mjs` for the worker, and the chunks they load.
 * Nothing else is needed to run them: no `node_modules`. Split, because the SDK's sign-in by browser, file or metadata service
 * would otherwise be parsed at each cold start and never run (20 ms).
 */
export async function functionFiles(name: FunctionName): Promise<FunctionFiles> {
  // Loaded here, because a built package has its functions bundled already and never asks for esbuild on this path.
  const { build } = await import('esbuild')
  const entryPoints = [{ in: join(here, name, 'handler.ts'), out: 'handler' }]
  if (name === 'worker') entryPoints.push({ in: thread, out: 'thread' })
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints,
    outdir: 'code',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [plainBuiltins],
    write: false,
    metafile: true,
  })
  const sources = Object.keys(metafile.inputs).filter((path) => !path.startsWith('plain-builtins:'))
  return {
    files: new Map(outputFiles.map((file) => [basename(file.path), file.contents])),
    inputs: [fileURLToPath(import.meta.url), ...sources.map((path) => join(here, path))],
  }
}
