import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/localstack/', import.meta.url))

/**
 * Puts LocalStack and the node executor into a virtual environment of their own, once: half a gigabyte, out of the tracked files.
 * @returns its Python
 */
export function installLocalStack(): string {
  const files = ['requirements.txt', ...globSync('executor/**/*.{py,mjs,toml}', { cwd: here }).toSorted()]
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(here, file)))
  const folder = join(cache, hash.digest('hex').slice(0, 16))
  const python = join(folder, 'bin/python')
  const finished = join(folder, 'finished')
  if (existsSync(finished)) return python

  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  run('python3', '-m', 'venv', folder)
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(here, 'requirements.txt'))
  // A copy: setuptools writes beside the sources.
  const executor = join(folder, 'executor')
  cpSync(join(here, 'executor'), executor, { recursive: true })
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-build-isolation', executor)
  writeFileSync(finished, '')
  return python
}
