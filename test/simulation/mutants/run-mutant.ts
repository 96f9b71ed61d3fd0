import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { simulate, Tally } from '../simulate.ts'
import type { Mutant } from './mutant.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const ENTRY = fileURLToPath(new URL('../simulate.ts', import.meta.url))
/** Beside the sources: the packages that they import are found from there. */
const CACHE = join(root, 'node_modules/.cache-')

/** The mutated source. @throws Error when the text to replace is not there, or is there twice: the list is out of date */
function mutate({ name, file, find, replace }: Mutant): string {
  const source = readFileSync(join(root, file), 'utf8')
  const occurrences = source.split(find).length - 1
  if (occurrences !== 1)
    throw new Error(`mutant "${name}": expected ${JSON.stringify(find)} once in ${file}, found it ${occurrences} times`)
  return source.replace(find, () => replace)
}

function mutation(mutant: Mutant): Plugin {
  return {
    name: 'mutation',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => (path === join(root, mutant.file) ? { contents: mutate(mutant), loader: 'ts' } : undefined))
    },
  }
}

/** Runs schedules on the simulator with a mutated client; null: as it is. */
export async function runMutant(mutant: Mutant | null, first: number, end: number): Promise<Tally> {
  const folder = await mkdtemp(CACHE)
  try {
    const { outputFiles } = await build({
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      packages: 'external',
      logLevel: 'silent',
      plugins: mutant === null ? [] : [mutation(mutant)],
    })
    const file = join(folder, 'simulate.mjs')
    await writeFile(file, outputFiles[0]?.contents ?? '')
    const module = (await import(pathToFileURL(file).href)) as { readonly simulate: typeof simulate }
    return await module.simulate(first, end, 1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
