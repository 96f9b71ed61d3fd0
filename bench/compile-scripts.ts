import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Trialfan's side of the bench, one process each. */
export type BenchScript = 'measure-core' | 'measure-scatter' | 'measure-distant'

const SCRIPTS: readonly BenchScript[] = ['measure-core', 'measure-scatter', 'measure-distant']
const here = fileURLToPath(new URL('.', import.meta.url))
const folder = join(here, '../.cache/bench')

/** Where a script lies once it is compiled. */
export const compiledScript = (script: BenchScript): string => join(folder, `${script}.mjs`)

/**
 * Compiles trialfan's side of the bench to plain JavaScript: Node's own reader of TypeScript would stay in the measured process, 20 MiB
 * that no user of the package has.
 */
export async function compileScripts(): Promise<void> {
  await build({
    entryPoints: SCRIPTS.map((script) => join(here, 'trialfan', `${script}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    // Its paths would bundle the package's own source in place of what is built.
    tsconfigRaw: {},
    platform: 'node',
    format: 'esm',
    plugins: [
      {
        name: 'files beside the source are found from where it was',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const contents = await readFile(path, 'utf8')
            return { loader: 'ts', contents: contents.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) }
          })
        },
      },
    ],
  })
}
