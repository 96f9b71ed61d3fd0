import { readFile } from 'node:fs/promises'

export interface PackageManifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  /** How this copy's modules end: `.ts` from source, `.js` when built. */
  readonly ending: string
  /** The folder that holds `client/`, of the source or of what was built. */
  readonly library: URL
}

/** trialfan's own package.json, of the very copy that runs. */
export async function packageManifest(): Promise<PackageManifest> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const library = new URL('../../', import.meta.url)
  const file = new URL(ending === '.ts' ? 'package.json' : '../package.json', library)
  return { ...(JSON.parse(await readFile(file, 'utf8')) as Pick<PackageManifest, 'name' | 'version' | 'exports'>), ending, library }
}
