import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FunctionName } from '../functions/function-name.ts'

/**
 * The folder with a function's bundled code, at once: constructs cannot wait. A built package brings the folder along;
 * from source another process bundles it, which takes a moment the first time.
 */
export function functionFolder(name: FunctionName): string {
  if (!import.meta.url.endsWith('.ts')) return fileURLToPath(new URL(`../functions/${name}-code`, import.meta.url))
  const bundle = new URL('../functions/bundle.ts', import.meta.url).href
  const script = `const { functionCode } = await import(${JSON.stringify(bundle)}); process.stdout.write(await functionCode(${JSON.stringify(name)}))`
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
