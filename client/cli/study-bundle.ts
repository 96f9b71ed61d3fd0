import { readFile } from 'node:fs/promises'
import { dirname, extname, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Loader, type OnLoadResult, type OnResolveArgs, type OnResolveResult, type Plugin, type PluginBuild } from 'esbuild'

const LOADERS: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.mts': 'ts', '.js': 'js', '.mjs': 'js' }

/**
 * One ESM file of a study and of the files of its own that it imports, so that any Node runs its TypeScript. Packages are not bundled:
 * they are imported from where they lie. `import.meta.url` stays each file's own.
 * @param ownModules what `trialfan` and its subpaths are bound to
 * @throws esbuild's BuildFailure
 */
export async function bundleStudy(file: string, ownModules: ReadonlyMap<string, string>): Promise<string> {
  const result = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // An import resolves as Node resolves it: no condition that only bundlers know.
    conditions: [],
    mainFields: ['main'],
    sourcemap: 'inline',
    sourceRoot: `${pathToFileURL(dirname(file)).href}/`,
    sourcesContent: false,
    outdir: dirname(file),
    outExtension: { '.js': '.mjs' },
    define: {
      'import.meta.url': '__trialfan_url',
      'import.meta.filename': '__trialfan_filename',
      'import.meta.dirname': '__trialfan_dirname',
    },
    logLevel: 'silent',
    plugins: [externalPackages(ownModules), ownImportMeta],
  })
  return result.outputFiles[0]?.text ?? ''
}

/** Binds trialfan to this library, and packages to where they lie: the bundle is imported from another folder. */
function externalPackages(ownModules: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'external-packages',
    setup(bundler: PluginBuild) {
      bundler.onResolve({ filter: /^[^./]/ }, async (args: OnResolveArgs): Promise<OnResolveResult | null> => {
        if (args.kind === 'entry-point' || args.pluginData === 'asked') return null
        const own = ownModules.get(args.path)
        if (own !== undefined) return { path: own, external: true }
        const found = await bundler.resolve(args.path, {
          kind: args.kind,
          importer: args.importer,
          resolveDir: args.resolveDir,
          pluginData: 'asked',
        })
        if (found.errors.length > 0 || found.external || !found.path.includes(`${sep}node_modules${sep}`)) return found
        return { path: pathToFileURL(found.path).href, external: true }
      })
    },
  }
}

/** Gives every file its own `import.meta`, in its first line so that line numbers stay. */
const ownImportMeta: Plugin = {
  name: 'own-import-meta',
  setup(bundler: PluginBuild) {
    bundler.onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }): Promise<OnLoadResult> => {
      const source = await readFile(path, 'utf8')
      const meta = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }
      const prefix = Object.entries(meta)
        .filter(([name]) => source.includes(`import.meta.${name}`))
        .map(([name, value]) => `const __trialfan_${name} = ${JSON.stringify(value)};`)
      const loader = LOADERS[extname(path)] ?? 'js'
      return { contents: `${prefix.join('')}${source.replace(/^#!/, '//')}`, loader, resolveDir: dirname(path) }
    })
  },
}
