import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TrialContext } from '../../contract/target.ts'
import type { Configuration } from '../../contract/trial.ts'
import { reportEnding } from '../result/reported-ending.ts'
import { dataVariables } from './data-variables.ts'
import { LineReader } from './line-reader.ts'
import { freshWorkFolder, type Program, placeProgram } from './place-program.ts'
import { scriptArguments } from './script-arguments.ts'
import { type EndedScript, scriptEnding } from './script-ending.ts'
import { isReport } from './script-report.ts'

/** Characters; a report has one line. */
const LONGEST_LINE = 1024 * 1024
/** Of what a script has written to stderr, characters. */
const MOST_STDERR = 4_000

export interface ScriptProgram {
  /** The script's name among the files. */
  readonly script: string
  readonly files: Program
  /** URL of the module that this is in. */
  readonly module: string
}

/** Called as a target is; what it returns is read by the thread that calls it. */
type ReportingTarget = (configuration: Configuration, context: TrialContext) => Promise<object>

/**
 * The target of a script (SMAC: `TargetFunctionScriptRunner`): calls it with the trial as arguments, in an empty working folder, and takes the
 * last line of its output that is a report as the trial's result. Its other lines, and what it writes to stderr, are the trial's log.
 */
export function scriptTarget({ script, files, module }: ScriptProgram): ReportingTarget {
  const path = fileURLToPath(module)
  return async (configuration, context) => {
    const command = join(placeProgram(files, path), script)
    const child = spawn(command, scriptArguments(configuration, context), {
      cwd: freshWorkFolder(path),
      env: { ...process.env, ...dataVariables(context.data) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return reportEnding(scriptEnding(await output(child, script, context), script))
  }
}

/** Resolves when the script has ended and all that it wrote is read. @throws when it cannot be started */
function output(child: ChildProcess, script: string, { log, signal }: TrialContext): Promise<EndedScript> {
  const { promise, resolve, reject } = Promise.withResolvers<EndedScript>()
  let report: string | null = null
  let stderr = ''
  const out = new LineReader(LONGEST_LINE, (line) => {
    if (isReport(line)) report = line
    else log(line)
  })
  const err = new LineReader(LONGEST_LINE, (line) => {
    stderr = `${stderr}${line}\n`.slice(-MOST_STDERR)
    log(line)
  })
  child.stdout?.on('data', (bytes: Buffer) => out.write(bytes))
  child.stderr?.on('data', (bytes: Buffer) => err.write(bytes))
  child.on('error', (cause) => reject(new Error(`the script ${script} could not be started: ${startFault(cause)}`, { cause })))
  child.on('close', (code, name) => {
    out.end()
    err.end()
    // Killed by what is below: the executor says whether the trial was over its time or cancelled, and ends this.
    if (!(name === 'SIGKILL' && signal.aborted)) resolve({ report, stderr: stderr.trimEnd(), code, signal: name })
  })
  // Where the executor does not find the processes of a thread, it is this that ends the script.
  if (process.platform !== 'linux') signal.addEventListener('abort', () => child.kill('SIGKILL'), { once: true })
  return promise
}

function startFault(cause: Error): string {
  return 'code' in cause && cause.code === 'ENOENT' ? 'the program that its first line names is not on the worker' : cause.message
}
