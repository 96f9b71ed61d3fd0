import { packageManifest } from './package-manifest.ts'

/**
 * Where this very copy of trialfan keeps its public modules: `trialfan` → `file:///…/client/index.js`. A study that imports them gets the
 * library that runs it, wherever the study lies and whichever copy is installed there.
 */
export async function ownModules(): Promise<ReadonlyMap<string, string>> {
  const { name, exports, ending, library } = await packageManifest()
  const modules = new Map<string, string>()
  for (const [subpath, target] of Object.entries(exports)) {
    if (typeof target === 'string') continue
    const path = target.default.replace(/^\.\/dist\//, '').replace(/\.js$/, ending)
    modules.set(`${name}${subpath.slice(1)}`, new URL(path, library).href)
  }
  return modules
}
