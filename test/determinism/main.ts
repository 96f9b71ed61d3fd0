// npm run test:determinism: the digests of small runs under this Node and under the oldest line that is supported must be the same.
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const OTHER_NODE = 'node@22'
const script = fileURLToPath(new URL('./print.ts', import.meta.url))

const OTHER = ['exec', '--yes', `--package=${OTHER_NODE}`, '--', 'node']

const here = digests(process.execPath, [script])
const there = isThere() ? digests('npm', [...OTHER, script]) : here
const differing = here.slice(1).filter((line, at) => line !== there[at + 1])
for (const line of differing) console.error(`${line}: another one under ${there[0]}`)
if (there === here) console.warn(`${OTHER_NODE} cannot be had from the registry: nothing was compared`)
else if (differing.length === 0) console.log(`${here.length - 1} digests are the same under ${here[0]} and ${there[0]}`)
else process.exitCode = 1

/** The first use downloads it. */
function isThere(): boolean {
  return spawnSync('npm', [...OTHER, '--version'], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

/** The Node's version, then the digests. */
function digests(command: string, args: readonly string[]): readonly string[] {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    .trim()
    .split('\n')
}
