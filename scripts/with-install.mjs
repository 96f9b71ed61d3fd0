// `npm start` and `npm test` begin here, on whatever Node the machine has: installs what is missing, then runs the named
// npm script, for which npm puts the Node of node_modules in front. No dependency, no syntax newer than Node 18.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [script, ...rest] = process.argv.slice(2)
const stamp = join(root, 'node_modules', '.trialfan-installed')
const lockfile = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')

function npm(args) {
  const command = process.env.npm_execpath
  const run =
    command && /\.c?js$/.test(command) ? [process.execPath, [command, ...args]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', args]
  const { status, error } = spawnSync(run[0], run[1], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && run[0] === 'npm.cmd',
  })
  if (error) process.stderr.write(`npm could not be started: ${error.message}\n`)
  return status ?? 1
}

const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile
if (!installed) {
  process.stderr.write('Installing what is missing (npm ci); once only.\n')
  const status = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (status !== 0) {
    process.stderr.write('npm ci failed: see above. A network that reaches the npm registry is needed once.\n')
    process.exit(status)
  }
  writeFileSync(stamp, lockfile)
}
process.exit(npm(['run', '--silent', script, ...(rest.length > 0 ? ['--', ...rest] : [])]))
