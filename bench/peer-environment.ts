import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Some hundred MiB are fetched the first time. */
const INSTALL_LIMIT_MS = 15 * 60_000
const OLDEST_PYTHON = '3.11'

/**
 * The Python interpreter of the peers' own virtual environment, made on first use and again when the requirements change.
 * @throws Error that says what is missing
 */
export async function peerEnvironment(folder: string, requirementsFile: string, say: (line: string) => void): Promise<string> {
  const python = join(folder, 'bin', 'python')
  const marker = join(folder, 'requirements.sha256')
  const wanted = createHash('sha256')
    .update(await readFile(requirementsFile))
    .digest('hex')
  const found = await readFile(marker, 'utf8').catch(() => null)
  if (found === wanted) return python
  say(`setting up the peers in ${folder} (once)`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await step('make a virtual environment', await pythonCommand(), ['-m', 'venv', folder])
  await step('install the peers', python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirementsFile])
  await writeFile(marker, wanted)
  return python
}

/** `PYTHON` when it is set, else `python3`. */
async function pythonCommand(): Promise<string> {
  const command = process.env.PYTHON ?? 'python3'
  const check = `import sys; sys.exit(sys.version_info < (${OLDEST_PYTHON.replace('.', ',')}))`
  try {
    await run(command, ['-c', check])
  } catch (cause) {
    throw new Error(`the peers need Python ${OLDEST_PYTHON} or newer as ${command}; name another one in the environment variable PYTHON`, {
      cause,
    })
  }
  return command
}

async function step(what: string, command: string, args: readonly string[]): Promise<void> {
  try {
    await run(command, args, { timeout: INSTALL_LIMIT_MS, maxBuffer: 16 * 2 ** 20 })
  } catch (cause) {
    const { stderr = '', message } = cause as { stderr?: string; message: string }
    throw new Error(`could not ${what}: ${stderr.trim() === '' ? message : stderr.trim().slice(-1_000)}`, { cause })
  }
}
