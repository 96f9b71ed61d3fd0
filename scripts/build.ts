// Makes dist/, which `npm pack` ships: JavaScript and types of every public room, and the functions' bundled code.
import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFunction } from '../functions/bundle-function.ts'
import { FUNCTION_NAMES } from '../functions/function-name.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
  cwd: root,
})
for (const name of FUNCTION_NAMES) await bundleFunction(name, join(dist, 'functions', `${name}-code`))
chmodSync(join(dist, 'client/cli/main.js'), 0o755)
