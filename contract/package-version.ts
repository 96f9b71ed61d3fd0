import { readFileSync } from 'node:fs'

/** The version of this very copy of trialfan, from source or built. */
export function packageVersion(): string {
  const isSource = import.meta.url.endsWith('.ts')
  const manifest: unknown = JSON.parse(readFileSync(new URL(isSource ? '../package.json' : '../../package.json', import.meta.url), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new TypeError("trialfan's package.json says no version")
}
