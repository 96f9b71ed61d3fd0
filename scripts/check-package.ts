// Builds and packs the package, checks its shape, installs the tarball in an empty folder and runs a ten-line study from it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (cwd: string, command: string, ...args: string[]): string => {
  console.log(`$ ${command} ${args.join(' ')}`)
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

run(root, 'npm', 'run', '--silent', 'build')
const folder = mkdtempSync(join(tmpdir(), 'trialfan-package-'))
try {
  const [packed] = JSON.parse(run(root, 'npm', 'pack', '--json', '--pack-destination', folder)) as [
    { filename: string; unpackedSize: number; entryCount: number },
  ]
  console.log(`${packed.filename}: ${packed.entryCount} files, ${(packed.unpackedSize / 1024).toFixed(0)} KiB`)
  const tarball = join(folder, packed.filename)
  run(root, 'publint', '--strict', tarball)
  run(root, 'attw', tarball, '--profile', 'esm-only', '--no-color')

  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', tarball)
  writeFileSync(
    join(folder, 'target.ts'),
    `import type { Target } from 'trialfan/worker'
const target: Target = ({ x, y }) => (Number(x) - 2) ** 2 + Number(y)
export default target
`,
  )
  writeFileSync(
    join(folder, 'study.ts'),
    `import { defineStudy, float, integer } from 'trialfan'
export default defineStudy({
  name: 'ten-lines',
  target: new URL('./target.ts', import.meta.url),
  space: { x: float(-5, 5, { default: 0 }), y: integer(0, 9) },
  trials: 20,
  seed: 1,
})
`,
  )
  const lines = run(folder, join(folder, 'node_modules/.bin/trialfan'), 'run', 'study.ts', '--workers', '2', '--json').trim().split('\n')
  const end = JSON.parse(lines.at(-1) ?? '{}') as { event?: string }
  if (end.event !== 'end' || lines.length < 21) throw new Error(`the packed command line did not finish its study:\n${lines.join('\n')}`)
  console.log(`a study from the tarball: ${lines.at(-1)}`)
  const bare = spawnSync(join(folder, 'node_modules/.bin/trialfan'), ['deploy', '--region', 'us-east-1'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' },
  })
  if (bare.status !== 2 || !bare.stderr.includes('npm install --save-dev aws-cdk')) {
    throw new Error(`without the CDK, deploy should say how to install it; it said (${bare.status}): ${bare.stderr}`)
  }
  // The CDK is an optional peer: whoever uses `trialfan/infra` brings it along.
  for (const peer of ['aws-cdk-lib', 'constructs']) symlinkSync(join(root, 'node_modules', peer), join(folder, 'node_modules', peer))
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, unknown> }
  for (const path of Object.keys(exports).filter((path) => !path.endsWith('.json'))) {
    run(folder, process.execPath, '--input-type=module', '-e', `await import('trialfan${path.slice(1)}')`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
